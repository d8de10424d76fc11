use super::{media_type, of_cleaned, of_nobody, of_original, plain};

#[test]
fn a_name_cannot_mislead() {
    let long = "ኣ".repeat(200);
    let cases = [
        ("IMG_1.JPG", "IMG_1.JPG"),
        ("صورة ١.png", "صورة ١.png"),
        ("C:\\Users\\somebody\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u{202e}gpj.exe", "agpj.exe"),
        ("\u{200f}\u{2066}x\u{2069}\r\n\0.txt", "x.txt"),
        ("", "file"),
        ("..", "file"),
        ("folder/", "file"),
        (" \u{200b} ", "file"),
    ];
    for (given, expected) in cases {
        assert_eq!(plain(given), expected, "{given:?}");
    }
    let shortened = plain(&[&long, ".jpeg"].concat());
    assert!(
        shortened.len() <= 246 && shortened.ends_with("ኣ.jpeg"),
        "{shortened}"
    );
    assert!(of_original(&shortened).len() <= 255);
    assert!(of_original(&of_cleaned(&plain(&long), "image/webp")).len() <= 255);
    assert!(plain(&long).len() <= 246);
}

#[test]
fn a_cleaned_picture_is_called_by_its_kind() {
    let cases = [
        ("a.jpg", "image/jpeg", "a.jpg"),
        ("a.JPEG", "image/jpeg", "a.JPEG"),
        ("a.heic", "image/jpeg", "a.jpg"),
        ("a.b.gif", "image/jpeg", "a.b.jpg"),
        ("a", "image/png", "a.png"),
        ("a.png", "image/webp", "a.webp"),
    ];
    for (name, kind, expected) in cases {
        assert_eq!(of_cleaned(name, kind), expected);
    }
    assert_eq!(of_nobody(2, "image/png"), "picture-2.png");
    assert_eq!(of_original("a.heic"), "original-a.heic");
}

#[test]
fn a_media_type_is_one_that_an_envelope_takes() {
    for (given, expected) in [
        ("video/mp4", "video/mp4"),
        ("", "application/octet-stream"),
        ("a b", "application/octet-stream"),
        ("é/x", "application/octet-stream"),
        (&"x".repeat(128), "application/octet-stream"),
    ] {
        assert_eq!(media_type(given), expected);
    }
}
