//! What a verified manifest says.

use envelope::Recipient;
use envelope_format::envelope_len;
use envelope_format::layout::MAX_BUCKET_LOG2;
use report::taxonomy::needs_training;
use report::{Audience, Category, Language, Urgency};

#[cfg(feature = "demo")]
use crate::aside::Aside;
use crate::text::LocalText;

/// One reception site, as its operator has signed it. Made by [`verify`](crate::verify()) alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub(crate) id: String,
    pub(crate) sequence: u64,
    pub(crate) issued: String,
    pub(crate) expires: String,
    pub(crate) name: LocalText,
    pub(crate) languages: Vec<Language>,
    pub(crate) receipt_key: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) routing: Vec<(Category, Routing)>,
    pub(crate) closed_to_on_site: Vec<Category>,
    pub(crate) fallback: RoleIndex,
    pub(crate) reading_times: [LocalText; Urgency::ALL.len()],
    pub(crate) help: Vec<Help>,
    pub(crate) is_trained: bool,
    pub(crate) kiosk: Kiosk,
    pub(crate) max_content: u64,
    pub(crate) resident_pictures: bool,
    #[cfg(feature = "demo")]
    pub(crate) aside: Aside,
}

/// Where a role stands in the list of the site's roles.
pub(crate) type RoleIndex = usize;

/// A kind of reader, and the people who hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub(crate) id: String,
    pub(crate) name: LocalText,
    pub(crate) on_site: bool,
    pub(crate) holders: Vec<Holder>,
}

/// One person's key and the days on which a report may be sealed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) key: Recipient,
    pub(crate) from: String,
    pub(crate) until: String,
}

/// Who a report of one category goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Routing {
    pub(crate) staff: Vec<RoleIndex>,
    pub(crate) resident: Vec<RoleIndex>,
    pub(crate) on_choice: Vec<RoleIndex>,
    pub(crate) second_reader: Option<RoleIndex>,
}

/// Help that does not go through this channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// Whose number it is.
    pub name: LocalText,
    /// The number as it is dialled: digits, spaces, hyphens, perhaps a plus sign in front.
    pub telephone: String,
    /// The day on which somebody last tried the number, as `YYYY-MM-DD`.
    pub checked: String,
    /// The languages in which somebody answers; none where the manifest does not say.
    pub(crate) languages: Vec<Language>,
}

/// What is true of the shared tablets of the site, and must be told to who uses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// Whether a camera has the tablet in view.
    pub camera: bool,
    /// Whether the tablet is on a Wi-Fi that others use too.
    pub shared_wifi: bool,
}

impl Role {
    /// Its id, as a resident's exclusions name it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is called.
    pub fn name(&self) -> &LocalText {
        &self.name
    }

    /// Whether its people work at the site.
    pub fn on_site(&self) -> bool {
        self.on_site
    }

    /// The keys of its people that may be sealed to on this day, each once.
    pub fn keys(&self, day: &str) -> Vec<&Recipient> {
        let mut keys: Vec<&Recipient> = Vec::new();
        for holder in self.holders.iter().filter(|it| it.is_valid(day)) {
            if !keys.contains(&&holder.key) {
                keys.push(&holder.key);
            }
        }
        keys
    }
}

impl Site {
    /// The id of the site, which every report from it carries.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The number of this edition of the manifest; it grows.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The first day of this edition, as `YYYY-MM-DD`.
    pub fn issued(&self) -> &str {
        &self.issued
    }

    /// The last day of this edition, as `YYYY-MM-DD`.
    pub fn expires(&self) -> &str {
        &self.expires
    }

    /// What the site is called.
    pub fn name(&self) -> &LocalText {
        &self.name
    }

    /// The languages the operator has released, in the order in which they are offered.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The intake's key for receipts: an Ed25519 public key of 32 bytes as base64url without
    /// padding.
    pub fn receipt_key(&self) -> &str {
        &self.receipt_key
    }

    /// Every role of the site.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether people of this audience can send a report of this category from here.
    ///
    /// What needs training is closed to staff until the operator has confirmed it.
    pub fn offers(&self, audience: Audience, category: Category) -> bool {
        let is_able =
            audience == Audience::Resident || self.is_trained || !needs_training(category);
        let route = self.routing(category);
        is_able && route.is_some_and(|it| !it.readers(audience).is_empty())
    }

    /// The roles that read a resident's report of this category only if the resident chooses so, and
    /// have a valid key on this day.
    pub fn on_choice(&self, category: Category, day: &str) -> impl Iterator<Item = &Role> {
        let roles = self.routing(category).map_or(&[][..], |it| &it.on_choice);
        let roles = roles.iter().map(|it| &self.roles[*it]);
        roles.filter(move |it| !it.keys(day).is_empty())
    }

    /// The role whose people read a staff report of this category before it is sent.
    pub fn second_reader(&self, category: Category) -> Option<&Role> {
        self.routing(category)?
            .second_reader
            .map(|it| &self.roles[it])
    }

    /// When a report of this class is read, in the operator's words.
    pub fn reading_time(&self, urgency: Urgency) -> &LocalText {
        &self.reading_times[urgency as usize]
    }

    /// Help that does not go through this channel, for somebody who speaks this language.
    pub fn help(&self, language: Language) -> impl Iterator<Item = &Help> {
        let is_for = move |it: &&Help| it.languages.is_empty() || it.languages.contains(&language);
        self.help.iter().filter(is_for)
    }

    /// What is true of the shared tablets.
    pub fn kiosk(&self) -> Kiosk {
        self.kiosk
    }

    /// Whether residents may add pictures to a report. A picture can give away who took it, so that
    /// this is off unless the operator switches it on.
    pub fn resident_pictures(&self) -> bool {
        self.resident_pictures
    }

    /// How many bytes a report from this site may have with its files.
    pub fn max_content(&self) -> u64 {
        self.max_content
    }

    /// How long an envelope from this site may be, in bytes.
    ///
    /// The manifest limits what one holds, with its padding: by default 64 MiB.
    pub fn max_envelope_len(&self) -> u64 {
        let bucket_log2 = self.max_content.ilog2();
        envelope_len(u8::try_from(bucket_log2).unwrap_or(MAX_BUCKET_LOG2))
    }

    /// Whether the manifest's last day is over on this day, given as `YYYY-MM-DD`.
    pub fn is_expired(&self, day: &str) -> bool {
        self.expires.as_str() < day
    }

    /// Whether the other is a later edition. A device never goes back to an older one.
    pub fn is_older_than(&self, other: &Self) -> bool {
        self.sequence < other.sequence
    }

    pub(crate) fn routing(&self, category: Category) -> Option<&Routing> {
        self.routing
            .iter()
            .find(|(it, _)| *it == category)
            .map(|(_, routing)| routing)
    }

    /// Whether nobody who works at the site may read such a report.
    pub(crate) fn is_closed_to_on_site(&self, category: Category) -> bool {
        report::taxonomy::excludes_on_site(category) || self.closed_to_on_site.contains(&category)
    }
}

impl Routing {
    /// Every role that can read such a report.
    pub(crate) fn all(&self) -> impl Iterator<Item = RoleIndex> {
        let lists = [&self.staff, &self.resident, &self.on_choice];
        lists.into_iter().flatten().copied()
    }

    /// The roles that read a report by this audience only if it chooses so.
    pub(crate) fn offered(&self, audience: Audience) -> &[RoleIndex] {
        match audience {
            Audience::Staff => &[],
            Audience::Resident => &self.on_choice,
        }
    }

    /// The roles that read a report by this audience without any choice.
    pub(crate) fn readers(&self, audience: Audience) -> &[RoleIndex] {
        match audience {
            Audience::Staff => &self.staff,
            Audience::Resident => &self.resident,
        }
    }
}
