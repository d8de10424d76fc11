//! The real program, killed between the parts of an envelope and after the last one.

use std::thread;

use submission::{ReceiptKey, UnverifiedReceipt};
use test_postgres::Server;

use crate::{
    home::{Home, Running},
    long::Long,
    place::days_ago,
    rig::{Answer, path_of},
    wire::{exchange, get},
};

/// An intake's folders, what its reader has, and one long envelope.
struct Way {
    home: Home,
    token: String,
    key: ReceiptKey,
    long: Long,
}

impl Way {
    fn new() -> Self {
        Self::of(Home::new())
    }

    fn of(home: Home) -> Self {
        let token = home.token();
        let key = home.receipt_key();
        Self {
            home,
            token,
            key,
            long: Long::new(1),
        }
    }

    fn send(&self, running: &Running, n: u32) -> Answer {
        let request = self.long.wire(&self.long.digest, n, "");
        exchange(running.address, &request).expect("an answer")
    }

    fn ask(&self, running: &Running) -> Answer {
        let request = get(&self.long.parts_path(), "");
        exchange(running.address, &request).expect("an answer")
    }

    /// The receipt's text, after a look at all that must be true with it.
    fn receipt(&self, running: &Running, answer: &Answer) -> Vec<u8> {
        let receipt = UnverifiedReceipt::parse(&answer.body).expect("a receipt");
        let verified = receipt.verify(&self.key, &self.long.digest, self.long.size());
        assert!(verified.is_ok(), "signed by this intake for this envelope");
        assert_eq!(running.stored(&self.token), [self.long.digest]);
        let fetched = running.read(&path_of(&self.long.bytes), &self.token);
        assert!(fetched.body == self.long.bytes);
        answer.body.clone()
    }
}

#[test]
fn a_kill_between_parts_costs_none_that_was_answered() {
    let way = Way::new();
    let mut answer = None;
    for n in [4, 0, 3, 1, 2] {
        let running = way.home.serve();
        if let Some(before) = answer {
            assert_eq!(way.ask(&running).body, before, "before {n}");
        }
        let after = way.send(&running, n);
        answer = Some(after.body);
        running.kill();
    }
    let running = way.home.serve();
    let asked = way.ask(&running);
    assert_eq!(asked.status, 200);
    assert_eq!(Some(way.receipt(&running, &asked)), answer);
}

#[test]
fn a_kill_in_the_middle_of_the_last_part_loses_nothing() {
    for round in 0..8 {
        let way = Way::new();
        let running = way.home.serve();
        for n in 0..4 {
            way.send(&running, n);
        }
        // Killed while the last part is on its way, stored, judged or answered, as it comes.
        let request = way.long.wire(&way.long.digest, 4, "");
        let address = running.address;
        let sender = thread::spawn(move || exchange(address, &request).ok());
        let asked = (0..round).map(|_| way.ask(&running).status);
        let asked: Vec<_> = asked.collect();
        running.kill();
        let answered = sender.join().expect("no panic");

        let running = way.home.serve();
        let resumed = way.ask(&running);
        let last = match resumed.status.as_u16() {
            202 => {
                assert_eq!(way.long.missing(&resumed), [4], "{asked:?}");
                way.send(&running, 4)
            }
            _ => resumed,
        };
        let receipt = way.receipt(&running, &last);
        if let Some(answered) = answered {
            // Whoever asks meanwhile may be the one who finds it whole.
            assert!([200, 201].contains(&answered.status.as_u16()));
            assert_eq!(answered.body, receipt, "the same one");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_reaches_the_readers_though_its_sender_never_comes_back() {
    let way = Way::new();
    let running = way.home.serve();
    for n in 0..4 {
        way.send(&running, n);
    }
    running.kill();
    // As a kill leaves it that comes between the last part and the look at the whole.
    let insert = "INSERT INTO parts (upload, n, bytes) SELECT id, 4, $1 FROM uploads";
    let insert = sqlx::query(insert).bind(way.long.part(4));
    way.home.place.change(insert).await;

    let running = way.home.serve();
    assert_eq!(running.stored(&way.token), [way.long.digest]);
    let asked = way.ask(&running);
    assert_eq!(asked.status, 200);
    way.receipt(&running, &asked);
}

/// Which a server's database can be. From SQLite's folder one alone serves.
#[test]
fn two_intakes_on_one_storage_make_one_envelope_of_it() {
    for _ in 0..4 {
        let way = Way::of(Home::on(&Server::shared().database()));
        let both = [way.home.serve(), way.home.serve()];
        for n in 0..4 {
            way.send(&both[n as usize % 2], n);
        }
        let answers = thread::scope(|scope| {
            let sending = both.each_ref().map(|it| scope.spawn(|| way.send(it, 4)));
            sending.map(|it| it.join().expect("no panic"))
        });
        let mut statuses = answers.each_ref().map(|it| it.status.as_u16());
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201]);
        assert_eq!(answers[0].body, answers[1].body);
        way.receipt(&both[0], &answers[0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unfinished_parts_go_after_seven_whole_days() {
    for (days, missing) in [(7, &[0, 2, 3, 4][..]), (8, &[0, 1, 2, 3, 4])] {
        let age = || sqlx::query("UPDATE uploads SET day = $1").bind(days_ago(days));
        let way = Way::new();
        let running = way.home.serve();
        way.send(&running, 1);
        running.kill();
        way.home.place.change(age()).await;
        let running = way.home.serve();
        assert_eq!(way.long.missing(&way.ask(&running)), missing, "{days} days");

        // What is finished never goes.
        for n in way.long.all() {
            way.send(&running, n);
        }
        running.kill();
        way.home.place.change(age()).await;
        let running = way.home.serve();
        let asked = way.ask(&running);
        way.receipt(&running, &asked);
    }
}
