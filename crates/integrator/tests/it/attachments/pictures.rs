//! Photos are sealed without what stands in them beside the picture, unless it is asked for.

use super::{OPEN, desk, seal};
use crate::harness::{Desk, RESIDENT};
use crate::photos::{self, Photo};
use crate::secrets::needles;

/// Whether a file says anything of what the photograph must not say.
fn tells(photo: &Photo, file: &[u8]) -> bool {
    let mut needles = needles().into_iter();
    needles.any(|needle| photo.secrets.contains(&needle.what) && needle.is_in(file))
}

/// Puts the photographs into the folder, each with the extension of another kind of file.
fn written(desk: &Desk) -> Vec<(String, Photo)> {
    let name = |(number, photo): (usize, Photo)| (format!("photo-{number}.bin"), photo);
    let photos: Vec<_> = photos::all().into_iter().enumerate().map(name).collect();
    for (name, photo) in &photos {
        desk.write(name, &photo.bytes);
    }
    photos
}

/// What was opened: of each attachment its name, its media type and its bytes.
fn opened(desk: &Desk) -> Vec<(String, String, Vec<u8>)> {
    let said = desk.must(&OPEN).json();
    let attachments = said["attachments"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    attachments
        .map(|it| {
            let bytes = desk.read(&text(&it["savedAs"]));
            assert_eq!(it["size"], bytes.len());
            (text(&it["name"]), text(&it["mediaType"]), bytes)
        })
        .collect()
}

#[test]
fn nothing_goes_along_with_a_photo() {
    for report in [None, Some(RESIDENT)] {
        let (desk, recipient) = desk();
        if let Some(report) = report {
            desk.write("report.json", report);
        }
        let photos = written(&desk);
        let names: Vec<&str> = photos.iter().map(|(name, _)| name.as_str()).collect();
        desk.must(&seal(&recipient, &names));
        let opened = opened(&desk);
        assert_eq!(opened.len(), photos.len());
        for ((name, photo), (called, media_type, bytes)) in photos.iter().zip(opened) {
            assert_eq!(called, *name);
            assert!(photo.name.contains(kind(&media_type)), "{media_type}");
            assert!(tells(photo, &photo.bytes), "{}", photo.name);
            assert!(!tells(photo, &bytes), "{}", photo.name);
            let stripped = picture::strip(&photo.bytes).expect("a photograph");
            assert!(bytes == *stripped.bytes, "{}", photo.name);
        }
    }
}

/// The kind of file of a media type, as the photographs are named.
fn kind(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "JPEG",
        "image/png" => "PNG",
        "image/webp" => "WebP",
        _ => panic!("{media_type}"),
    }
}

#[test]
fn photos_go_as_they_are_when_that_is_asked_for() {
    let (desk, recipient) = desk();
    let photos = written(&desk);
    desk.write("live.heic", HEIC);
    let mut names: Vec<&str> = photos.iter().map(|(name, _)| name.as_str()).collect();
    names.push("live.heic");
    desk.must(&[seal(&recipient, &names), vec!["--keep-metadata"]].concat());
    let originals = photos.iter().map(|(_, photo)| photo.bytes.as_slice());
    let originals = originals.chain([HEIC]);
    assert!(opened(&desk).iter().map(|it| it.2.as_slice()).eq(originals));
}

#[test]
fn an_original_stands_directly_after_its_photo() {
    let (desk, recipient) = desk();
    let photos = photos::all();
    desk.write("one.jpg", &photos[0].bytes);
    desk.write("two.png", &photos[3].bytes);
    desk.write("notes.txt", "taken on Tuesday");
    let files = ["one.jpg", "notes.txt", "two.png"];
    desk.must(&[seal(&recipient, &files), vec!["--originals"]].concat());
    let opened = opened(&desk);
    let said: Vec<_> = opened.iter().map(|it| (&it.0[..], &it.1[..])).collect();
    assert_eq!(
        said,
        [
            ("one.jpg", "image/jpeg"),
            ("original-one.jpg", "image/jpeg"),
            ("notes.txt", "text/plain"),
            ("two.png", "image/png"),
            ("original-two.png", "image/png"),
        ]
    );
    for (stripped, original, photo) in [(0, 1, &photos[0]), (3, 4, &photos[3])] {
        assert!(!tells(photo, &opened[stripped].2), "{}", photo.name);
        assert!(opened[original].2 == photo.bytes, "{}", photo.name);
    }
    assert_eq!(opened[2].2, b"taken on Tuesday");
}

/// As much of a HEIC file as tells what it is.
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

#[test]
fn what_cannot_be_cleaned_is_refused() {
    let (desk, recipient) = desk();
    let photo = &photos::all()[0].bytes;
    let long = format!("{}.jpg", "x".repeat(243));
    let cases: [(&str, &[u8], &str, &str); 5] = [
        ("live.heic", HEIC, "", "a HEIC picture cannot be cleaned"),
        ("a.gif", b"GIF89a", "", "a GIF picture cannot be cleaned"),
        ("a.heic", HEIC, "--originals", "a HEIC picture cannot"),
        ("cut.jpg", &photo[..photo.len() / 4], "", "ends too early"),
        (&long, photo, "--originals", "255 bytes with everything"),
    ];
    for (name, bytes, option, says) in cases {
        desk.write(name, bytes);
        let mut arguments = seal(&recipient, &[name]);
        arguments.extend((!option.is_empty()).then_some(option));
        let done = desk.run(&arguments);
        assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{name}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
        let advised = done.stderr.contains("--keep-metadata");
        assert_eq!(advised, !says.starts_with("255"), "{name}: {done:?}");
        assert!(!desk.path("report.envelope").exists());
    }
}

#[test]
fn a_residents_report_takes_no_originals() {
    let (desk, recipient) = desk();
    desk.write("report.json", RESIDENT);
    desk.write("one.jpg", &photos::all()[0].bytes);
    let arguments = [seal(&recipient, &["one.jpg"]), vec!["--originals"]].concat();
    let done = desk.run(&arguments);
    assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{done:?}");
    assert!(done.stderr.contains("no untouched originals"), "{done:?}");
    assert!(!desk.path("report.envelope").exists());

    let both = [&arguments[..], &["--keep-metadata"]].concat();
    assert_eq!(
        desk.run(&both).code,
        2,
        "the two do not make sense together"
    );
}
