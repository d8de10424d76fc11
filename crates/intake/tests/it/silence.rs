//! A PostgreSQL server whose machine is gone without a word, and comes back.

use std::{
    io::Write as _,
    thread,
    time::{Duration, Instant},
};

use submission::ProblemType;
use test_postgres::{Proxy, Server};

use crate::{
    home::{Home, Running},
    rig::{Answer, envelope, path_of},
    wire::{connect, exchange, get, post, put},
};

/// More at once than there are connections that read.
const AT_ONCE: u32 = 6;

/// Everything that asks the storage, each in its own way, all at once and several times.
fn requests(token: &str) -> Vec<Vec<u8>> {
    let reader = format!("authorization: Bearer {token}\r\n");
    let stored = path_of(&envelope(1));
    let one_round = |round: u32| {
        [
            get("/healthz", ""),
            get("/v1/envelopes", &reader),
            get(&stored, &reader),
            post(&format!("{stored}/ack"), token),
            put(&envelope(1_000 + round)),
        ]
    };
    (0..AT_ONCE).flat_map(one_round).collect()
}

/// The answers of an intake to all of them at once. None may take longer than `exchange` waits.
fn ask_all(running: &Running, requests: &[Vec<u8>]) -> Vec<Answer> {
    let address = running.address;
    thread::scope(|scope| {
        let asked: Vec<_> = requests
            .iter()
            .map(|it| scope.spawn(move || exchange(address, it)))
            .collect();
        let asked = asked.into_iter().map(|it| it.join().expect("no panic"));
        asked.map(|it| it.expect("an answer in time")).collect()
    })
}

fn assert_unavailable(answers: &[Answer]) {
    for answer in answers {
        assert_eq!(answer.problem(), ProblemType::Unavailable);
        assert_eq!(answer.header("retry-after"), Some("30"));
    }
}

#[test]
fn a_server_that_is_gone_without_a_word_keeps_nobody_waiting_and_is_found_again() {
    let server = Server::shared();
    let name = server.database();
    let name = name.rsplit('/').next().expect("a name");
    let proxy = Proxy::before(server);
    let home = Home::on(&proxy.url(name));
    let token = home.token();
    // One that reads nothing, so that what the first acknowledges stays.
    home.line(&["token", "add", "other", "--data", "data"]);
    let running = home.serve();
    let first = running.put(&envelope(1)).expect("an answer");
    assert_eq!(first.status, 201);
    let requests = requests(&token);
    // All connections are there, and have been used.
    for answer in ask_all(&running, &requests) {
        assert!(answer.status.is_success(), "{}", answer.status);
    }

    proxy.silence();
    assert_unavailable(&ask_all(&running, &requests));
    // Those who lose patience leave nothing behind that others would need.
    let impatient = requests.iter().map(|it| {
        let mut stream = connect(running.address);
        stream.write_all(it).expect("sent");
        stream
    });
    drop(impatient.collect::<Vec<_>>());
    assert_unavailable(&ask_all(&running, &requests));

    proxy.speak();
    let limit = Instant::now() + Duration::from_secs(30);
    loop {
        let answers = ask_all(&running, &requests);
        if answers.iter().all(|it| it.status.is_success()) {
            break;
        }
        assert!(Instant::now() < limit, "it is not found again");
    }
    let again = running.put(&envelope(1)).expect("an answer");
    assert_eq!((again.status.as_u16(), again.body), (200, first.body));
}

/// What was begun before, and what begins meanwhile.
#[test]
fn a_command_ends_when_the_server_is_gone_without_a_word() {
    let server = Server::shared();
    let name = server.database();
    let proxy = Proxy::before(server);
    let home = Home::on(&proxy.url(name.rsplit('/').next().expect("a name")));
    home.token();
    proxy.silence();
    let ended = home.run(&["token", "list", "--data", "data"]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1));
    assert!(said.contains("cannot be opened"), "{said}");
    assert!(said.contains("timed out"), "{said}");
}
