//! Files that go along with a report: what is hidden in photographs stays on the device, and what is
//! large travels in parts.

use crate::browser::{evaluate, walk};
use crate::form::{open_form, press, reload, see, see_it_stored, see_outbox, see_screen};
use crate::hostile::fill_in_for_staff;
use crate::photographs::photograph;
use crate::stage::Stage;
use crate::traces::Traces;
use base64ct::{Base64, Encoding};
use fantoccini::Client;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What a camera writes beside the picture.
const HIDDEN: &str = "GPS 52.0705 4.3007 serial CAM-0042";

/// More than one part of an envelope, and not a whole number of chunks.
const FILM_LEN: usize = 3_700_001;

/// A picture in a format that is not taken apart: two by two points, red (BMP, 24 bits).
const OTHER_PICTURE: &str = "Qk1GAAAAAAAAADYAAAAoAAAAAgAAAAIAAAABABgAAAAAABAAAAATCwAAEwsAAAAAAAAAAAAA\
    AAD/AAD/AAAAAP8AAP8AAA==";

#[test]
fn files_go_the_whole_way_and_hidden_data_does_not() {
    let stage = walk(async |stage, client| {
        open_form(&client, &stage, "/staff").await;
        see_it_stored(&client).await;
        fill_in_for_staff(&client).await;
        let files = make_files(&stage, &client).await;
        for file in &files {
            pick(&client, file).await;
        }
        see(
            &client,
            "li[data-state=clean] + li[data-state=as-is] + li[data-state=clean]",
        )
        .await;
        see(
            &client,
            "li[data-state=as-is] + li[data-state=clean] + li[data-state=refused]",
        )
        .await;

        photograph(&client, "files").await;

        stage.stop_intake();
        press(&client, "send").await;
        see_screen(&client, "submitted").await;
        see_outbox(&client, 1, 0).await;
        reload(&client).await;
        see_outbox(&client, 1, 0).await;
        stage.start_intake();
        see_outbox(&client, 0, 1).await;
    });
    let (report, saved) = stage.opened_with_attachments();
    assert_eq!(
        attachments(&report),
        [
            ("photo.jpg", "image/jpeg"),
            ("film.mp4", "video/mp4"),
            ("drawing.jpg", "image/jpeg")
        ]
    );
    let film = fs::read(&saved[1]).expect("the film is saved");
    assert!(film == film_bytes(), "the film is another one");
    let saved_in = saved[0].parent().expect("a folder");
    assert_eq!(Traces::of(&[HIDDEN]).in_folder(saved_in), []);
    let typed = Traces::of(&["marker-kept", HIDDEN, "a film, frame"]);
    for kept in [stage.device(), stage.intake_data()] {
        assert_eq!(typed.in_folder(&kept), []);
    }
}

#[test]
fn the_untouched_original_goes_along_when_staff_ask_for_it() {
    let stage = walk(async |stage, client| {
        open_form(&client, &stage, "/staff").await;
        fill_in_for_staff(&client).await;
        let [photo, ..] = make_files(&stage, &client).await;
        pick(&client, &photo).await;
        see(&client, "li[data-state=clean]").await;
        press(&client, "originals").await;
        press(&client, "send").await;
        see_screen(&client, "submitted").await;
        see_outbox(&client, 0, 1).await;
    });
    let (report, saved) = stage.opened_with_attachments();
    assert_eq!(
        attachments(&report),
        [
            ("photo.jpg", "image/jpeg"),
            ("original-photo.jpg", "image/jpeg")
        ]
    );
    let original = fs::read(stage.files().join("photo.jpg")).expect("it is still there");
    assert_eq!(fs::read(&saved[1]).expect("it is saved"), original);
    let saved_in = saved[0].parent().expect("a folder");
    let with_hidden = Traces::of(&[HIDDEN]).in_folder(saved_in);
    assert!(with_hidden.iter().all(|it| it.path == saved[1]));
}

#[test]
fn stopping_keeps_every_answer_and_sends_nothing() {
    walk(async |stage, client| {
        open_form(&client, &stage, "/staff").await;
        fill_in_for_staff(&client).await;
        let big = stage.files().join("big.bin");
        fs::create_dir_all(stage.files()).expect("a folder can be made");
        fs::write(&big, vec![7; 60 << 20]).expect("a file can be written");
        pick(&client, &big).await;
        see(&client, "li[data-state=as-is]").await;
        press(&client, "send").await;
        see(&client, "progress").await;
        photograph(&client, "sealing").await;
        press(&client, "stop").await;
        see(&client, "main[data-screen=review] .notice-bad").await;
        see(&client, "li[data-state=as-is]").await;
        let parts = "return await new Promise((done) => {\
            indexedDB.open('sealpost').onsuccess = (event) => {\
                const all = event.target.result.transaction('parts').objectStore('parts').count();\
                all.onsuccess = () => done(all.result);\
            };\
        })";
        assert_eq!(evaluate(&client, parts).await, json!(0));

        // Too large by a byte or more: refused before anything is sealed.
        fs::write(&big, vec![7; (64 << 20) + 1]).expect("a file can be written");
        press(&client, "remove-file-1").await;
        pick(&client, &big).await;
        see(&client, "li[data-state=as-is]").await;
        press(&client, "send").await;
        see(&client, "main[data-screen=review] .notice-bad").await;
        assert_eq!(stage.opened_at_the_desk(), Vec::<Value>::new());
    });
}

async fn pick(client: &Client, file: &Path) {
    let path = file.to_str().expect("a path in UTF-8");
    let input = see(client, "#files").await;
    input.send_keys(path).await.expect("a file can be picked");
}

/// A photograph with hidden data, a film, a picture that has to be drawn anew, and one that is broken.
async fn make_files(stage: &Stage, client: &Client) -> [PathBuf; 4] {
    let folder = stage.files();
    fs::create_dir_all(&folder).expect("a folder can be made");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("a file can be written");
        path
    };
    let photo = photograph_of(client).await;
    let other = OTHER_PICTURE.replace(' ', "");
    [
        write("photo.jpg", &photo),
        write("film.mp4", &film_bytes()),
        write(
            "drawing.bmp",
            &Base64::decode_vec(&other).expect("it is base64"),
        ),
        write("broken.jpg", &photo[..photo.len() / 2]),
    ]
}

/// A JPEG picture of the browser's own, with an EXIF segment directly after its first mark.
async fn photograph_of(client: &Client) -> Vec<u8> {
    let draw = "const canvas = new OffscreenCanvas(64, 64);\
        const context = canvas.getContext('2d');\
        context.fillStyle = '#a33'; context.fillRect(8, 8, 40, 30);\
        const blob = await canvas.convertToBlob({ type: 'image/jpeg' });\
        return Array.from(new Uint8Array(await blob.arrayBuffer()));";
    let bytes: Vec<u8> = serde_json::from_value(evaluate(client, draw).await).expect("bytes");
    let exif = [b"Exif\0\0MM\0*", HIDDEN.as_bytes()].concat();
    let len = u16::try_from(exif.len() + 2).expect("a short segment");
    let segment = [&[0xff, 0xe1][..], &len.to_be_bytes(), &exif].concat();
    [&bytes[..2], &segment, &bytes[2..]].concat()
}

/// Bytes that occur nowhere else and no two parts of which are alike.
fn film_bytes() -> Vec<u8> {
    let frames = (0..).flat_map(|frame: u32| format!("\0ftypa film, frame {frame};").into_bytes());
    frames.take(FILM_LEN).collect()
}

/// The names and the media types.
fn attachments(report: &Value) -> Vec<(&str, &str)> {
    let list = report["attachments"].as_array().expect("a list");
    let described = list.iter().map(|it| {
        let text = |key: &str| it[key].as_str().expect("a text");
        (text("name"), text("mediaType"))
    });
    described.collect()
}
