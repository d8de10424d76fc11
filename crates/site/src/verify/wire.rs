//! The shape of the manifest, before anything in it is believed.

use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// What every format of a manifest has.
#[derive(Deserialize)]
pub(super) struct WireFormat<'a> {
    #[serde(borrow)]
    pub(super) format: &'a str,
}

/// A manifest of format `sealpost-site/1`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WireSite {
    #[serde(rename = "format")]
    _format: String,
    pub(super) site: String,
    pub(super) sequence: u64,
    pub(super) issued: String,
    pub(super) expires: String,
    pub(super) name: Pairs<String>,
    pub(super) languages: Vec<String>,
    pub(super) receipt_key: String,
    pub(super) roles: Vec<WireRole>,
    pub(super) routing: Pairs<WireRouting>,
    pub(super) forced_exclusions: Pairs<WireExclusion>,
    pub(super) fallback_role: String,
    pub(super) reading_times: WireReadingTimes,
    pub(super) help: Vec<WireHelp>,
    pub(super) kiosk: WireKiosk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WireRole {
    pub(super) id: String,
    pub(super) name: Pairs<String>,
    pub(super) on_site: bool,
    pub(super) holders: Vec<WireHolder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireHolder {
    pub(super) key: String,
    pub(super) from: String,
    pub(super) until: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WireRouting {
    pub(super) staff: Vec<String>,
    pub(super) resident: Vec<String>,
    #[serde(default)]
    pub(super) on_choice: Vec<String>,
    #[serde(default)]
    pub(super) second_reader: Option<String>,
}

/// Whom a category is closed to. There is one kind.
#[derive(Deserialize)]
pub(super) enum WireExclusion {
    #[serde(rename = "on-site")]
    OnSite,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireReadingTimes {
    #[serde(rename = "U0")]
    pub(super) u0: Pairs<String>,
    #[serde(rename = "U1")]
    pub(super) u1: Pairs<String>,
    #[serde(rename = "U2")]
    pub(super) u2: Pairs<String>,
    #[serde(rename = "U3")]
    pub(super) u3: Pairs<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireHelp {
    pub(super) name: Pairs<String>,
    pub(super) telephone: String,
    pub(super) checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct WireKiosk {
    pub(super) camera: bool,
    pub(super) shared_wifi: bool,
}

/// The entries of an object; a key that comes twice is refused, because two programs could read
/// two different manifests in it.
pub(super) struct Pairs<V>(pub(super) Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<V> {
    type Value = Pairs<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
        let mut pairs: Vec<(String, V)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, V>()? {
            if pairs.iter().any(|(it, _)| *it == key) {
                return Err(A::Error::custom("a key comes twice"));
            }
            pairs.push((key, value));
        }
        Ok(Pairs(pairs))
    }
}
