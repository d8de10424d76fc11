//! An intake to which many come at once: the device works for its turn, says so, and is let in.

use crate::browser::{evaluate, walk};
use crate::form::{open_form, press, see_outbox, see_screen};
use crate::hostile::{TYPED, fill_in_for_staff};
use crate::stage::Stage;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Counts, where every script finds it, how often the line about what waits says how far the work is.
const LISTEN: &str = "
    const marks = document.documentElement.dataset;
    const look = () => {
        const line = document.querySelector('#outbox')?.textContent ?? '';
        if (/\\d\\s?%/.test(line)) marks.said = Number(marks.said ?? 0) + 1;
    };
    new MutationObserver(look).observe(document,
        { subtree: true, childList: true, characterData: true });
    return true;";

#[test]
fn a_report_is_paid_for_while_many_come() {
    walk(async |stage, client| {
        stage.stop_intake();
        stage.start_intake_with(&["--free-per-minute", "0"]);
        come_in_numbers(&stage);

        open_form(&client, &stage, "/staff").await;
        assert_eq!(evaluate(&client, LISTEN).await, json!(true));
        fill_in_for_staff(&client).await;
        press(&client, "send").await;
        see_screen(&client, "submitted").await;
        see_outbox(&client, 0, 1).await;

        let said = "return Number(document.documentElement.dataset.said ?? 0)";
        let said = evaluate(&client, said).await.as_u64();
        assert!(said > Some(0), "nobody was told of the work: {said:?}");
        let log = stage.intake_log();
        assert!(log.contains("postage-due"), "nothing was asked for:\n{log}");
        let opened = stage.opened_at_the_desk();
        let mine = |it: &serde_json::Value| it.to_string().contains(TYPED);
        assert_eq!(
            (opened.len(), opened.iter().filter(|it| mine(it)).count()),
            (2, 1)
        );
    });
}

/// Hands in so much that some seconds of work are asked for from then on.
fn come_in_numbers(stage: &Stage) {
    // Of 4 MiB: about a hundred of the smallest.
    let (digest, bytes) = stage.sealed_with_a_file(3 << 20);
    let head = format!(
        "PUT /v1/envelopes/{digest} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n",
        bytes.len()
    );
    let mut stream = TcpStream::connect(stage.intake_address()).expect("the intake listens");
    stream.write_all(head.as_bytes()).expect("it reads");
    stream.write_all(&bytes).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
}
