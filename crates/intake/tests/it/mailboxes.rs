//! What readers answer, and how whoever asked gets it.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use axum::{body::Body, http::Request};
use envelope_format::Digest;
use submission::{AccessKey, MAILBOX_PATH, ProblemType, content_digest, mailbox_path};
use zeroize::Zeroizing;

use crate::{
    home::Home,
    place::days_ago,
    rig::{Answer, Rig, envelope, envelope_of, get},
    wire::{self, exchange},
};

/// The length of a message, and of every answer, in bytes.
const MESSAGE: usize = 42_204;
const ANSWER: usize = 4 * MESSAGE;

/// A mailbox, as whoever holds its access key knows it.
fn key(seed: u8) -> AccessKey {
    AccessKey::from_bytes(Zeroizing::new([seed; 32]))
}

fn name(seed: u8) -> Digest {
    key(seed).mailbox()
}

/// A request that leaves a message, all of it right.
fn leaving(rig: &Rig, path: &str, bytes: &[u8]) -> Request<Body> {
    Request::post(path)
        .header("authorization", format!("Bearer {}", rig.token))
        .header("content-length", bytes.len())
        .header("content-digest", content_digest(&Digest::of(bytes)))
        .body(Body::from(bytes.to_vec()))
        .expect("a request")
}

impl Rig {
    async fn leave(&self, mailbox: u8, bytes: &[u8]) -> Answer {
        let path = mailbox_path(&name(mailbox));
        self.send(leaving(self, &path, bytes)).await
    }

    /// Looks into a mailbox.
    async fn look(&self, token: &str) -> Answer {
        let mut request = get(MAILBOX_PATH);
        let value = format!("Bearer {token}").parse().expect("ASCII");
        request.headers_mut().insert("authorization", value);
        self.send(request).await
    }

    /// The messages in a mailbox, after a look at everything that is the same for all.
    async fn messages(&self, mailbox: u8) -> Vec<Vec<u8>> {
        let answer = self.look(&key(mailbox).to_text()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.header("content-type"),
            Some("application/octet-stream")
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.body.len(), ANSWER);
        let places = answer.body.chunks(MESSAGE);
        let messages = places.filter(|it| it.starts_with(b"SEALPOST"));
        messages.map(<[u8]>::to_vec).collect()
    }
}

#[tokio::test]
async fn a_message_waits_for_whoever_holds_the_mailbox() {
    let rig = Rig::new().await;
    let (first, second) = (envelope(1), envelope(2));
    assert_eq!(rig.leave(1, &first).await.status, 201);
    assert_eq!(rig.leave(1, &second).await.status, 201);
    assert_eq!(
        rig.leave(1, &first).await.status,
        200,
        "the very same once more"
    );
    assert_eq!(
        rig.leave(2, &first).await.status,
        201,
        "the same in another mailbox"
    );
    // In the order in which they were left, as often as somebody looks.
    for _ in 0..2 {
        assert_eq!(rig.messages(1).await, [first.clone(), second.clone()]);
    }
    assert_eq!(rig.messages(2).await, [first]);
    assert_eq!(rig.messages(3).await.len(), 0);
    // It is no report: no reader's listing names it.
    assert_eq!(rig.stored().await, []);
}

/// Nothing tells an empty place from a message but its first bytes: neither the length, nor that it
/// would compress, nor that it is the same each time.
#[tokio::test]
async fn what_fills_an_empty_mailbox_is_random() {
    let rig = Rig::new().await;
    let looks = [
        rig.look(&key(1).to_text()).await,
        rig.look(&key(1).to_text()).await,
    ];
    let mut blocks = HashSet::new();
    for look in &looks {
        assert_eq!(look.body.len(), ANSWER);
        for block in look.body.chunks(16) {
            assert!(blocks.insert(block), "sixteen bytes came twice");
        }
    }
}

#[tokio::test]
async fn a_full_mailbox_loses_nothing_unless_a_person_says_so() {
    let rig = Rig::new().await;
    let messages: Vec<_> = (1..=6).map(envelope).collect();
    for message in &messages[..4] {
        assert_eq!(rig.leave(1, message).await.status, 201);
    }
    let fifth = rig.leave(1, &messages[4]).await;
    assert_eq!(
        (fifth.status.as_u16(), fifth.problem()),
        (409, ProblemType::MailboxFull)
    );
    assert_eq!(
        rig.leave(1, &messages[0]).await.status,
        200,
        "it is there already"
    );
    assert_eq!(rig.messages(1).await, messages[..4]);

    let path = format!("{}?replace=oldest", mailbox_path(&name(1)));
    let replaced = rig.send(leaving(&rig, &path, &messages[4])).await;
    assert_eq!(replaced.status, 201);
    assert_eq!(rig.messages(1).await, messages[1..5]);
    // Said again where there is room, it takes nothing away.
    let path = format!("{}?replace=oldest", mailbox_path(&name(2)));
    assert_eq!(
        rig.send(leaving(&rig, &path, &messages[5])).await.status,
        201
    );
    assert_eq!(
        rig.send(leaving(&rig, &path, &messages[4])).await.status,
        201
    );
    assert_eq!(rig.messages(2).await.len(), 2);
}

/// Each thing wrong alone.
#[tokio::test]
async fn what_is_no_message_is_refused_with_a_reason() {
    use ProblemType as P;
    let rig = Rig::new().await;
    let (good, path) = (envelope(1), mailbox_path(&name(1)));
    let with = |change: &dyn Fn(&mut Request<Body>)| {
        let mut request = leaving(&rig, &path, &good);
        change(&mut request);
        request
    };
    let header = |name: &'static str, value: &'static str| {
        with(&|it| drop(it.headers_mut().insert(name, value.parse().expect("ASCII"))))
    };
    let without = |name: &'static str| with(&|it| drop(it.headers_mut().remove(name)));
    let twice = with(&|it| {
        let other = content_digest(&Digest::of(b"")).parse().expect("ASCII");
        it.headers_mut().append("content-digest", other);
    });
    let cut = with(&|it| *it.body_mut() = Body::from(good[1..].to_vec()));
    let other = with(&|it| *it.body_mut() = Body::from(envelope(2)));
    for (request, problem) in [
        (without("authorization"), P::Unauthorized),
        (header("authorization", "Bearer AAAA"), P::Unauthorized),
        (leaving(&rig, "/v1/mailboxes/0", &good), P::DigestMalformed),
        (
            leaving(&rig, "/v1/mailboxes/..%2Fx", &good),
            P::DigestMalformed,
        ),
        (
            leaving(&rig, &format!("{path}?replace=all"), &good),
            P::QueryMalformed,
        ),
        (without("content-length"), P::LengthRequired),
        (leaving(&rig, &path, &good[1..]), P::MessageMalformed),
        (
            leaving(&rig, &path, &envelope_of(1, 16)),
            P::MessageMalformed,
        ),
        (without("content-digest"), P::MessageMalformed),
        (header("content-digest", "md5=:AAAA:"), P::MessageMalformed),
        (twice, P::MessageMalformed),
        (cut, P::BodyIncomplete),
        (other, P::DigestMismatch),
        (leaving(&rig, &path, &vec![0; MESSAGE]), P::NotAnEnvelope),
    ] {
        let uri = request.uri().clone();
        assert_eq!(rig.send(request).await.problem(), problem, "{uri}");
    }
    assert_eq!(rig.messages(1).await.len(), 0);
}

/// Only a token that can be no access key is refused: whether there is a mailbox is told to nobody.
#[tokio::test]
async fn nobody_learns_whether_a_mailbox_is_there() {
    let rig = Rig::new().await;
    rig.leave(1, &envelope(1)).await;
    let good = key(1).to_text();
    for token in [
        "",
        "AAAA",
        &good[1..],
        &[&good, "A"].concat(),
        &good.replace('Q', "="),
    ] {
        assert_eq!(
            rig.look(token).await.problem(),
            ProblemType::Unauthorized,
            "{token}"
        );
    }
    let none = rig.get(MAILBOX_PATH).await;
    assert_eq!(none.problem(), ProblemType::Unauthorized);
    // The name, which readers know, opens nothing; nor does a reader's token.
    let as_key = AccessKey::from_bytes(Zeroizing::new(*name(1).as_bytes()));
    for token in [as_key.to_text().as_str(), &rig.token] {
        let look = rig.look(token).await;
        assert_eq!((look.status.as_u16(), look.body.len()), (200, ANSWER));
        assert!(
            !look
                .body
                .chunks(MESSAGE)
                .any(|it| it.starts_with(b"SEALPOST"))
        );
    }
    let by_name = rig.get(&mailbox_path(&name(1))).await;
    assert_eq!(by_name.problem(), ProblemType::MethodNotAllowed);
}

/// With its last message, not before: a dialogue that goes on is kept whole.
#[tokio::test]
async fn a_mailbox_goes_ninety_days_after_its_last_message() {
    let home = Home::new();
    let token = home.token();
    let running = home.serve();
    let left = [(1, 91), (2, 90), (3, 200), (3, 0)];
    let message = |mailbox: u8, days: i64| envelope(u32::from(mailbox) << 16 | days as u32);
    for (mailbox, days) in left {
        let message = message(mailbox, days);
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
             content-length: {MESSAGE}\r\ncontent-digest: {}\r\n\r\n",
            mailbox_path(&name(mailbox)),
            content_digest(&Digest::of(&message))
        );
        let request = [head.into_bytes(), message].concat();
        let answer = exchange(running.address, &request).expect("an answer");
        assert_eq!(answer.status, 201);
    }
    running.kill();
    for (mailbox, days) in left {
        let change = sqlx::query("UPDATE messages SET day = $1 WHERE digest = $2");
        let digest = Digest::of(&message(mailbox, days)).as_bytes().to_vec();
        home.place
            .change(change.bind(days_ago(days)).bind(digest))
            .await;
    }

    let running = home.serve();
    let count = |mailbox: u8| {
        let key = format!("authorization: Bearer {}\r\n", *key(mailbox).to_text());
        let answer = exchange(running.address, &wire::get(MAILBOX_PATH, &key)).expect("an answer");
        let places = answer.body.chunks(MESSAGE);
        places.filter(|it| it.starts_with(b"SEALPOST")).count()
    };
    let begin = Instant::now();
    while count(1) > 0 {
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "it is not deleted"
        );
        std::thread::yield_now();
    }
    assert_eq!([count(2), count(3)], [1, 2]);
}
