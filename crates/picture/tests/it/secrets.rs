//! What the photographs of these tests hold that must not leave the device, and the search for it.

/// Everything that is written into photographs as text: where, and what.
const TEXTS: [(&str, &str); 16] = [
    ("camera owner", "the owner of this camera"),
    ("serial number", "SN-0831-77-4402"),
    ("time taken", "2026:11:24 16:31:08"),
    ("maker note", "face 3 of the phone's albums"),
    ("user comment", "room on the second floor, käfer"),
    ("comment", "taken behind the laundry"),
    ("compressed profile's name", "Profile of monitor 90441"),
    ("profile", "calibrated for screen 5512-B"),
    ("XMP", "xmp:CreatorTool of a person"),
    ("IPTC", "by-line in a Photoshop block"),
    ("MPF", "second picture of this shot"),
    ("JFIF thumbnail", "thumbnail..."),
    ("between scans", "comment between two scans"),
    ("unknown chunk", "what a phone puts in a chunk"),
    ("inside a frame", "what an editor puts in a frame"),
    ("behind the end", "video of three seconds with sound"),
];

/// The place: degrees, minutes and hundredths of a second, as EXIF writes them.
pub(crate) const LATITUDE: [(u32, u32); 3] = [(52, 1), (22, 1), (1337, 100)];
pub(crate) const LONGITUDE: [(u32, u32); 3] = [(4, 1), (53, 1), (4711, 100)];

pub(crate) fn text(what: &str) -> &'static str {
    TEXTS
        .iter()
        .find(|(name, _)| *name == what)
        .expect("a secret of the table")
        .1
}

/// One way in which a secret may stand in a file.
pub(crate) struct Needle {
    pub(crate) what: &'static str,
    pub(crate) encoding: &'static str,
    bytes: Vec<u8>,
}

impl Needle {
    pub(crate) fn is_in(&self, haystack: &[u8]) -> bool {
        haystack
            .windows(self.bytes.len())
            .any(|window| window == self.bytes)
    }
}

/// Every secret in every encoding.
pub(crate) fn needles() -> Vec<Needle> {
    let texts = TEXTS.iter().flat_map(|(what, text)| {
        [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-16LE", utf16(text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(text, u16::to_be_bytes)),
        ]
        .map(|(encoding, bytes)| Needle {
            what,
            encoding,
            bytes,
        })
    });
    let places = [("latitude", LATITUDE), ("longitude", LONGITUDE)];
    let places = places.into_iter().flat_map(|(what, place)| {
        [
            ("rationals LE", rationals(place, u32::to_le_bytes)),
            ("rationals BE", rationals(place, u32::to_be_bytes)),
        ]
        .map(|(encoding, bytes)| Needle {
            what,
            encoding,
            bytes,
        })
    });
    // The end of its coded pixels: its tables are those of the picture itself.
    let thumbnail = crate::photos::thumbnail();
    let bytes = thumbnail[thumbnail.len() - 26..thumbnail.len() - 2].to_vec();
    let thumbnail = Needle {
        what: "thumbnail",
        encoding: "JPEG",
        bytes,
    };
    texts.chain(places).chain([thumbnail]).collect()
}

pub(crate) fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn rationals(place: [(u32, u32); 3], to_bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
    place
        .into_iter()
        .flat_map(|(num, denom)| [num, denom])
        .flat_map(to_bytes)
        .collect()
}
