//! What is kept in parts: when it is sent, and what its answers mean.

use submission::{Missing, PART_LEN};

use super::{NO_JITTER, digest, intake, queue_of, response, uploads, whole};
use crate::queue::outcome::{Answer, Later, Outcome, classify, classify_part};
use crate::queue::{Fate, Listed, Queue, Task};

#[test]
fn what_is_kept_in_parts_goes_after_what_is_not() {
    let mut queue = Queue::default();
    // In the order of the digests the large one would be first.
    let mut names = ["a", "b", "c"];
    names.sort_by_key(|name| digest(name));
    let [large, first, second] = names;
    let parted = Listed {
        parted: true,
        ..whole(large)
    };
    queue.sync([parted, whole(first), whole(second)]);
    assert_eq!(queue.next_task(0.0), Task::Upload(digest(first)));

    // One that has to wait for its own turn holds up nobody.
    let wrong = Outcome::Later(Later::ReceiptWrong);
    queue.settle(&digest(first), wrong.clone(), 0.0, NO_JITTER);
    assert_eq!(queue.next_task(0.0), Task::Upload(digest(second)));
    queue.settle(&digest(second), wrong, 0.0, NO_JITTER);
    assert_eq!(queue.next_task(0.0), Task::Upload(digest(large)));
}

#[test]
fn a_part_that_arrived_deletes_nothing_and_makes_no_wait() {
    let size = 3 * PART_LEN;
    let of = |name: &str, size| {
        let missing = Missing::new(digest(name), size, vec![1, 2]);
        response(202, missing.expect("two of three parts").to_json())
    };
    let key = intake().receipt_key();
    let judged = |answer: &Answer| classify_part(answer, &key, &digest("a"), size, None);
    assert_eq!(judged(&of("a", size)), Outcome::Parts(vec![1, 2]));
    for answer in [of("b", size), of("a", size + 1), response(202, "{}")] {
        assert_eq!(judged(&answer), Outcome::Later(Later::NotTheIntake));
    }

    let mut queue = queue_of(&["a"]);
    let fate = queue.settle(&digest("a"), Outcome::Parts(vec![1, 2]), 0.0, NO_JITTER);
    assert_eq!(fate, Fate::Keep);
    assert!(uploads(&queue, 0.0));
}

/// An intake's list grows shorter with each part; anybody else's could be asked for ever.
#[test]
fn a_list_that_does_not_grow_shorter_makes_a_wait() {
    let size = 4 * PART_LEN;
    let key = intake().receipt_key();
    let list = |parts: &[u32]| {
        let missing = Missing::new(digest("a"), size, parts.to_vec());
        response(202, missing.expect("some of four parts").to_json())
    };
    let busy = Outcome::Later(Later::Busy);
    for (before, after, outcome) in [
        (&[1, 2][..], &[2][..], Outcome::Parts(vec![2])),
        // Another page sends the same envelope.
        (&[1, 2, 3], &[3], Outcome::Parts(vec![3])),
        (&[1, 2], &[1, 2], busy.clone()),
        (&[1, 2], &[2, 3], busy.clone()),
        (&[2], &[1, 2, 3], busy),
    ] {
        let judged = classify_part(&list(after), &key, &digest("a"), size, Some(before));
        assert_eq!(judged, outcome, "{before:?} then {after:?}");
    }
    // An envelope that went in one piece has no list.
    let judged = classify(&list(&[1, 2]), &key, &digest("a"), size);
    assert_eq!(judged, Outcome::Later(Later::NotTheIntake));
}
