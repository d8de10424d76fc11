use std::time::{Duration, UNIX_EPOCH};

use super::{
    secret::{Secret, signatures},
    sender::retry_after,
    target::url,
};

/// The example of the Standard Webhooks specification and of its libraries' own tests.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY: &[u8] = b"{\"test\": 2432232314}";
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn secret(text: &str) -> Secret {
    Secret::parse(text).expect("a secret")
}

#[test]
fn a_signature_is_that_of_the_specification() {
    let signed = signatures(&[secret(SECRET)], ID, 1_614_265_330, BODY);
    assert_eq!(signed, SIGNATURE);
}

#[test]
fn two_secrets_give_two_signatures() {
    let other = secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let signed = signatures(&[other, secret(SECRET)], ID, 1_614_265_330, BODY);
    let (first, second) = signed.split_once(' ').expect("two");
    assert_eq!(second, SIGNATURE);
    assert!(first.starts_with("v1,") && first != SIGNATURE);
}

#[test]
fn a_secret_has_one_form_and_is_not_shown() {
    let base64 = |bytes: usize| {
        let bits = "A".repeat(bytes.div_ceil(3) * 4 - (3 - bytes % 3) % 3);
        let padding = "=".repeat((3 - bytes % 3) % 3);
        format!("whsec_{bits}{padding}")
    };
    for (text, right) in [
        (base64(23), false),
        (base64(24), true),
        (base64(64), true),
        (base64(65), false),
        (SECRET.replace("whsec_", ""), false),
        (SECRET.replace("whsec_", "whpk_"), false),
        (format!("{SECRET} "), false),
    ] {
        assert_eq!(Secret::parse(&text).is_some(), right, "{text}");
    }
    assert_eq!(format!("{:?}", secret(SECRET)), "Secret");
}

#[test]
fn a_name_that_browsers_take_for_an_address_is_one() {
    for (text, right) in [
        ("http://127.1/", true),
        ("http://0x7f000001/", true),
        ("http://2130706433:8080/a?b", true),
        ("http://[::ffff:127.0.0.1]/", false),
        ("http://0.0.0.0/", false),
        ("https://10.0.0.1/", true),
        ("HTTPS://A.example", true),
        ("https://user@a.example/", false),
        ("https://:word@a.example/", false),
        ("//a.example/", false),
    ] {
        assert_eq!(url(text).is_some(), right, "{text}");
    }
}

/// The date is the example of RFC 9110, section 5.6.7, in its three forms.
#[test]
fn a_time_to_wait_is_seconds_or_a_date() {
    let now = UNIX_EPOCH + Duration::from_secs(784_111_777 - 90);
    for (value, seconds) in [
        ("0", Some(0)),
        ("120", Some(120)),
        ("18446744073709551616", Some(u64::MAX)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(90)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", Some(90)),
        ("Sun Nov  6 08:49:37 1994", Some(90)),
        ("Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("1994-11-06", None),
    ] {
        let waits = retry_after(value, now);
        assert_eq!(waits, seconds.map(Duration::from_secs), "{value}");
    }
}
