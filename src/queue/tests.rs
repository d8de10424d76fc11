//! The queue's core, without a browser: what is sent when, and what may be deleted.

mod parts;

use envelope::Digest;
use submission::{Problem, ProblemType, ReceiptSigningKey};

use crate::queue::outcome::{Answer, Later, Outcome, classify};
use crate::queue::{Fate, Last, Listed, Millis, Queue, Task, policy};

const SIZE: u64 = 42_204;
const NO_JITTER: f64 = 0.5;

fn intake() -> ReceiptSigningKey {
    ReceiptSigningKey::from_seed(&[1; 32])
}

fn digest(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

fn receipt_by(key: &ReceiptSigningKey, digest: Digest, size: u64) -> Vec<u8> {
    let day = "2026-11-24".parse().expect("is a day");
    key.sign(digest, size, day).to_json().into_bytes()
}

fn response(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    Answer::Response {
        status,
        body: body.into(),
    }
}

fn problem(problem: ProblemType) -> Answer {
    response(problem.status(), Problem::from(problem).to_json())
}

fn judge(answer: &Answer) -> Outcome {
    classify(answer, &intake().receipt_key(), &digest("a"), SIZE)
}

fn received() -> Outcome {
    judge(&response(201, receipt_by(&intake(), digest("a"), SIZE)))
}

#[test]
fn only_a_receipt_by_the_sites_intake_for_these_bytes_is_a_success() {
    let good = receipt_by(&intake(), digest("a"), SIZE);
    for status in [200, 201] {
        assert!(matches!(
            judge(&response(status, good.clone())),
            Outcome::Received(_)
        ));
    }

    let other_intake = ReceiptSigningKey::from_seed(&[2; 32]);
    let mut changed = good.clone();
    let at = changed
        .windows(4)
        .position(|it| it == b"2026")
        .expect("has a day");
    changed[at + 3] = b'7';
    let cases: [(&str, Answer, Later); 12] = [
        ("no network", Answer::None, Later::Unreachable),
        (
            "captive portal",
            response(200, "<html>Log in</html>"),
            Later::NotTheIntake,
        ),
        ("an empty answer", response(200, ""), Later::NotTheIntake),
        ("another JSON", response(201, "{}"), Later::NotTheIntake),
        (
            "the receipt under 202",
            response(202, good.clone()),
            Later::NotTheIntake,
        ),
        (
            "the receipt under 500",
            response(500, good.clone()),
            Later::NotTheIntake,
        ),
        (
            "a cut receipt",
            response(200, &good[..good.len() - 2]),
            Later::NotTheIntake,
        ),
        (
            "another envelope's receipt",
            response(200, receipt_by(&intake(), digest("b"), SIZE)),
            Later::ReceiptWrong,
        ),
        (
            "another size",
            response(200, receipt_by(&intake(), digest("a"), SIZE - 1)),
            Later::ReceiptWrong,
        ),
        (
            "another intake's receipt",
            response(200, receipt_by(&other_intake, digest("a"), SIZE)),
            Later::ReceiptWrong,
        ),
        (
            "a changed receipt",
            response(200, changed),
            Later::ReceiptWrong,
        ),
        (
            "a gateway's page",
            response(502, "bad gateway"),
            Later::NotTheIntake,
        ),
    ];
    for (name, answer, later) in cases {
        assert_eq!(judge(&answer), Outcome::Later(later), "{name}");
    }
}

#[test]
fn every_problem_has_its_outcome() {
    for problem_type in ProblemType::ALL {
        let outcome = judge(&problem(problem_type));
        let needs_person = matches!(
            problem_type,
            ProblemType::NotAnEnvelope | ProblemType::UnsupportedVersion | ProblemType::TooLarge
        );
        assert_eq!(
            outcome == Outcome::NeedsPerson(problem_type),
            needs_person,
            "{problem_type:?}"
        );
        if !needs_person {
            assert!(
                matches!(outcome, Outcome::Later(_)),
                "{problem_type:?}: {outcome:?}"
            );
        }
    }
    let under_another_status = response(400, Problem::from(ProblemType::TooLarge).to_json());
    assert_eq!(
        judge(&under_another_status),
        Outcome::Later(Later::NotTheIntake)
    );
}

fn whole(name: &str) -> Listed {
    Listed {
        digest: digest(name),
        parted: false,
        refused: None,
        since: None,
    }
}

fn queue_of(names: &[&str]) -> Queue {
    let mut queue = Queue::default();
    queue.sync(names.iter().map(|name| whole(name)));
    queue
}

fn uploads(queue: &Queue, now: Millis) -> bool {
    matches!(queue.next_task(now), Task::Upload(_))
}

#[test]
fn an_empty_queue_is_idle_and_a_full_one_uploads() {
    assert_eq!(queue_of(&[]).next_task(0.0), Task::Idle);
    assert_eq!(queue_of(&["a"]).next_task(0.0), Task::Upload(digest("a")));
}

#[test]
fn a_receipt_deletes_the_envelope_it_names_and_no_other() {
    let mut queue = queue_of(&["a", "b"]);
    assert_eq!(
        queue.settle(&digest("b"), received(), 0.0, NO_JITTER),
        Fate::Keep,
        "the receipt is for a"
    );
    assert_eq!((queue.waiting(), queue.received()), (2, 0));

    let fate = queue.settle(&digest("a"), received(), 0.0, NO_JITTER);
    assert!(matches!(fate, Fate::Delete(receipt) if *receipt.digest() == digest("a")));
    assert_eq!((queue.waiting(), queue.received()), (1, 1));
    assert_eq!(queue.last(), Some(Last::Received));
}

#[test]
fn one_failed_connection_holds_back_the_whole_round() {
    let mut queue = queue_of(&["a", "b"]);
    let unreachable = Outcome::Later(Later::Unreachable);
    assert_eq!(
        queue.settle(&digest("a"), unreachable, 0.0, NO_JITTER),
        Fate::Keep
    );
    assert_eq!(queue.next_task(1.0), Task::WaitUntil(policy::FIRST_WAIT));
    assert!(uploads(&queue, policy::FIRST_WAIT));
    assert_eq!(queue.waiting(), 2, "nothing is forgotten");
}

#[test]
fn one_bad_receipt_holds_back_one_envelope() {
    let mut queue = queue_of(&["a", "b"]);
    queue.settle(
        &digest("a"),
        Outcome::Later(Later::ReceiptWrong),
        0.0,
        NO_JITTER,
    );
    assert_eq!(queue.next_task(0.0), Task::Upload(digest("b")));
}

#[test]
fn a_refused_envelope_stays_and_blocks_nobody() {
    let mut queue = queue_of(&["a", "b"]);
    let refused = Outcome::NeedsPerson(ProblemType::TooLarge);
    let fate = queue.settle(&digest("a"), refused, 0.0, NO_JITTER);
    assert_eq!(fate, Fate::Refuse(ProblemType::TooLarge));
    assert_eq!((queue.waiting(), queue.needs_person()), (1, 1));
    assert_eq!(queue.next_task(0.0), Task::Upload(digest("b")));

    // It is known again after a restart, because the store keeps the refusal.
    let mut restarted = Queue::default();
    let refused = Some(ProblemType::TooLarge);
    restarted.sync([Listed {
        refused,
        ..whole("a")
    }]);
    assert_eq!(restarted.next_task(0.0), Task::Idle);
    assert_eq!(restarted.needs_person(), 1);
}

#[test]
fn waits_grow_to_a_limit_and_never_end() {
    let waits: Vec<Millis> = (0..12)
        .map(|failures| policy::back_off(failures, 0.5))
        .collect();
    assert_eq!(waits[..3], [2_000.0, 4_000.0, 8_000.0]);
    assert!(waits.is_sorted());
    for failures in [8, 100, u32::MAX] {
        assert_eq!(policy::back_off(failures, 0.5), policy::LONGEST_WAIT);
        assert_eq!(policy::back_off(failures, 0.0), policy::LONGEST_WAIT / 2.0);
    }

    let mut queue = queue_of(&["a"]);
    let mut now = 0.0;
    for _ in 0..1_000 {
        queue.settle(
            &digest("a"),
            Outcome::Later(Later::Unreachable),
            now,
            NO_JITTER,
        );
        let Task::WaitUntil(moment) = queue.next_task(now) else {
            panic!("it waits and does not give up");
        };
        assert!(moment - now <= policy::LONGEST_WAIT);
        now = moment;
    }
    assert!(uploads(&queue, now));
}

#[test]
fn a_chance_to_send_ends_every_wait() {
    let mut queue = queue_of(&["a"]);
    queue.settle(
        &digest("a"),
        Outcome::Later(Later::Unreachable),
        0.0,
        NO_JITTER,
    );
    queue.settle(
        &digest("a"),
        Outcome::Later(Later::ReceiptWrong),
        0.0,
        NO_JITTER,
    );
    assert!(!uploads(&queue, 0.0));
    queue.try_now();
    assert!(uploads(&queue, 0.0));
}

#[test]
fn a_clock_that_was_set_back_holds_up_nothing_and_hurries_nothing() {
    let day = 86_400_000.0;
    let reasons = [Later::Unreachable, Later::ReceiptWrong];
    for (before, after) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let mut queue = queue_of(&["a"]);
        queue.settle(
            &digest("a"),
            Outcome::Later(reasons[before]),
            day,
            NO_JITTER,
        );
        assert!(!uploads(&queue, day), "{before}");
        assert!(uploads(&queue, 0.0), "{before}");
        queue.settle(&digest("a"), Outcome::Later(reasons[after]), 0.0, NO_JITTER);
        assert!(!uploads(&queue, 0.0), "{before}, then {after}");
    }
}

#[test]
fn the_store_is_what_counts() {
    let mut queue = queue_of(&["a", "b"]);
    // Another tab delivered one and pushed another.
    queue.sync([whole("b"), whole("c")]);
    assert_eq!(queue.waiting(), 2);
    assert_eq!(queue.received(), 0, "what another tab delivered is its own");
}
