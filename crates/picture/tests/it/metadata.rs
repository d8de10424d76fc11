//! An EXIF block as a phone writes it, and one with the orientation alone.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};

use crate::photos::thumbnail;
use crate::secrets::{LATITUDE, LONGITUDE, text, utf16};

/// The turn of every photograph here: lying on its side.
pub(crate) const TURNED: u16 = 6;

/// What every EXIF block of [`exif`] holds, by the names of the search.
pub(crate) const IN_EXIF: [&str; 8] = [
    "camera owner",
    "serial number",
    "time taken",
    "maker note",
    "user comment",
    "latitude",
    "longitude",
    "thumbnail",
];

pub(crate) fn exif(little_endian: bool) -> Vec<u8> {
    let field = |tag, value| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    };
    let ascii = |what| Value::Ascii(vec![text(what).as_bytes().to_vec()]);
    let place = |place: [(u32, u32); 3]| {
        Value::Rational(place.map(|(num, denom)| Rational { num, denom }).to_vec())
    };
    let to_bytes = if little_endian {
        u16::to_le_bytes
    } else {
        u16::to_be_bytes
    };
    let comment = [&b"UNICODE\0"[..], &utf16(text("user comment"), to_bytes)].concat();
    let fields = [
        field(Tag::Orientation, Value::Short(vec![TURNED])),
        field(Tag::CameraOwnerName, ascii("camera owner")),
        field(Tag::BodySerialNumber, ascii("serial number")),
        field(Tag::DateTimeOriginal, ascii("time taken")),
        field(
            Tag::MakerNote,
            Value::Undefined(text("maker note").into(), 0),
        ),
        field(Tag::UserComment, Value::Undefined(comment, 0)),
        field(Tag::GPSLatitudeRef, Value::Ascii(vec![b"N".to_vec()])),
        field(Tag::GPSLatitude, place(LATITUDE)),
        field(Tag::GPSLongitudeRef, Value::Ascii(vec![b"E".to_vec()])),
        field(Tag::GPSLongitude, place(LONGITUDE)),
    ];
    let thumbnail = thumbnail();
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    writer.set_jpeg(&thumbnail, In::THUMBNAIL);
    written(&mut writer, little_endian)
}

/// A block that says nothing but how to turn the picture.
pub(crate) fn orientation(value: u16, little_endian: bool) -> Vec<u8> {
    let field = Field {
        tag: Tag::Orientation,
        ifd_num: In::PRIMARY,
        value: Value::Short(vec![value]),
    };
    let mut writer = Writer::new();
    writer.push_field(&field);
    written(&mut writer, little_endian)
}

fn written(writer: &mut Writer<'_>, little_endian: bool) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    writer
        .write(&mut bytes, little_endian)
        .expect("fields that can be written");
    bytes.into_inner()
}
