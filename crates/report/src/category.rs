//! The 27 categories of a signal, and the groups, tiles and classes they stand in.
//!
//! The facts come from `taxonomy.json` beside the crate; a test holds the two equal.
//! The words a person reads are apart, in [`labels`](self), so that a program which
//! brings its own translations does not link them.

mod labels;

use crate::audience::Audience;
use crate::word::words;

words! {
    /// What a report is about.
    ///
    /// Codes are never used again for something else and never change their meaning.
    pub enum Category by code {
        /// `VEX-REC`: recruitment or pressure by a violent group.
        VexRec = "VEX-REC",
        /// `VEX-CON`: concern: someone is speaking or acting towards violence for a cause.
        VexCon = "VEX-CON",
        /// `VEX-PST`: possible part in serious crimes in the past.
        VexPst = "VEX-PST",
        /// `THR-PER`: threat against a person.
        ThrPer = "THR-PER",
        /// `THR-ATT`: possible preparation of an attack or group violence.
        ThrAtt = "THR-ATT",
        /// `IDT-DOC`: concern about identity or documents.
        IdtDoc = "IDT-DOC",
        /// `IDT-TRV`: missing person or sudden, unexpected departure.
        IdtTrv = "IDT-TRV",
        /// `EXT-VIS`: unwanted visitors or influence on the site.
        ExtVis = "EXT-VIS",
        /// `EXT-STA`: pressure or intimidation from another state.
        ExtSta = "EXT-STA",
        /// `THB-TRF`: possible human trafficking or exploitation.
        ThbTrf = "THB-TRF",
        /// `THB-SMG`: people smuggling: debt or coercion.
        ThbSmg = "THB-SMG",
        /// `HON-VIO`: honour-related violence or forced marriage, or the threat of it.
        HonVio = "HON-VIO",
        /// `DOM-VIO`: domestic violence.
        DomVio = "DOM-VIO",
        /// `CHD-SAF`: concern about a child's safety.
        ChdSaf = "CHD-SAF",
        /// `SEX-VIO`: sexual violence or harassment.
        SexVio = "SEX-VIO",
        /// `LGB-SAF`: LGBTIQ+ safety.
        LgbSaf = "LGB-SAF",
        /// `MIN-SAF`: safety of religious or ethnic minorities, converts and people who left a religion.
        MinSaf = "MIN-SAF",
        /// `DIS-RES`: discrimination or harassment by residents or others.
        DisRes = "DIS-RES",
        /// `DIS-ORG`: discrimination by staff, security, volunteers or interpreters.
        DisOrg = "DIS-ORG",
        /// `MIS-ORG`: wrongdoing, abuse of power or breach of confidentiality by staff or partners.
        MisOrg = "MIS-ORG",
        /// `RET-REP`: retaliation after sharing a signal.
        RetRep = "RET-REP",
        /// `SLF-HRM`: self-harm or suicide risk.
        SlfHrm = "SLF-HRM",
        /// `MHC-WOR`: worry about mental health.
        MhcWor = "MHC-WOR",
        /// `VUL-SUP`: needs extra support (e.g. single parent, disability, victim).
        VulSup = "VUL-SUP",
        /// `ERR-COR`: correction or withdrawal of an earlier signal.
        ErrCor = "ERR-COR",
        /// `ADV-ASK`: I want advice, not a report (no names).
        AdvAsk = "ADV-ASK",
        /// `OTH-OTH`: something else.
        OthOth = "OTH-OTH",
    }
}

words! {
    /// The heading a category stands under in the staff form.
    pub enum Group by id {
        /// Violence, threats and groups that use them.
        Violence = "violence",
        /// Identity, departure and pressure from outside the site.
        Outside = "outside",
        /// Trafficking and smuggling.
        Exploitation = "exploitation",
        /// Violence in the family, children, sexual violence.
        Family = "family",
        /// Not safe because of who someone is.
        Identity = "identity",
        /// What people who work here do.
        Organisation = "organisation",
        /// Health and support.
        Wellbeing = "wellbeing",
        /// A correction of an earlier signal.
        Correction = "correction",
        /// Advice and everything else.
        Other = "other",
    }
}

words! {
    /// One of the eight pictures a resident chooses from first.
    ///
    /// The order is fixed, and terrorism is not the first picture.
    pub enum Tile by id {
        /// Someone puts pressure on me or others.
        T1 = "t1",
        /// I am afraid of violence.
        T2 = "t2",
        /// Someone uses or forces me or another person.
        T3 = "t3",
        /// Not safe in the family.
        T4 = "t4",
        /// Treated badly because of who I am.
        T5 = "t5",
        /// Someone who works here does something wrong.
        T6 = "t6",
        /// I or someone else feels very bad.
        T7 = "t7",
        /// Something else, a question, a correction.
        T8 = "t8",
    }
}

words! {
    /// How soon a report should be read. The reading times themselves are the site's.
    pub enum Urgency by code {
        /// Life at risk: telephone 112, not a form.
        U0 = "U0",
        /// Serious harm is likely soon.
        U1 = "U1",
        /// Serious, not immediate.
        U2 = "U2",
        /// Support or a question.
        U3 = "U3",
    }
}

words! {
    /// Whether a second person looks, and when.
    pub enum FourEyes by id {
        /// A colleague reads before a staff report is sent.
        PreSend = "pre-send",
        /// Two readers at the receiving side before anything is passed on.
        PostReceipt = "post-receipt",
        /// Never, because it would delay help.
        Skip = "skip",
        /// Not asked for.
        NotNeeded = "none",
    }
}

/// What is known of a category beside its code.
#[derive(Clone, Copy)]
struct Row {
    group: Group,
    urgency: Urgency,
    four_eyes: FourEyes,
    /// Every category is offered to staff; this one says whether to residents too.
    resident: bool,
}

const fn row(group: Group, urgency: Urgency, four_eyes: FourEyes, resident: bool) -> Row {
    Row {
        group,
        urgency,
        four_eyes,
        resident,
    }
}

/// One row for each category, in the order of [`Category::ALL`].
const ROWS: [Row; Category::ALL.len()] = [
    row(Group::Violence, Urgency::U1, FourEyes::PreSend, true),
    row(Group::Violence, Urgency::U2, FourEyes::PreSend, true),
    row(Group::Violence, Urgency::U2, FourEyes::PreSend, true),
    row(Group::Violence, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Violence, Urgency::U0, FourEyes::Skip, true),
    row(Group::Outside, Urgency::U3, FourEyes::PreSend, false),
    row(Group::Outside, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Outside, Urgency::U2, FourEyes::NotNeeded, true),
    row(Group::Outside, Urgency::U2, FourEyes::PostReceipt, true),
    row(Group::Exploitation, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Exploitation, Urgency::U2, FourEyes::NotNeeded, true),
    row(Group::Family, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Family, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Family, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Family, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Identity, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Identity, Urgency::U1, FourEyes::NotNeeded, true),
    row(Group::Identity, Urgency::U2, FourEyes::NotNeeded, true),
    row(
        Group::Organisation,
        Urgency::U2,
        FourEyes::PostReceipt,
        true,
    ),
    row(
        Group::Organisation,
        Urgency::U1,
        FourEyes::PostReceipt,
        true,
    ),
    row(
        Group::Organisation,
        Urgency::U1,
        FourEyes::PostReceipt,
        true,
    ),
    row(Group::Wellbeing, Urgency::U0, FourEyes::Skip, true),
    row(Group::Wellbeing, Urgency::U2, FourEyes::NotNeeded, true),
    row(Group::Wellbeing, Urgency::U3, FourEyes::NotNeeded, true),
    row(Group::Correction, Urgency::U2, FourEyes::PostReceipt, true),
    row(Group::Other, Urgency::U3, FourEyes::NotNeeded, true),
    row(Group::Other, Urgency::U2, FourEyes::NotNeeded, true),
];

impl Category {
    /// The group it stands in.
    pub fn group(self) -> Group {
        self.row().group
    }

    /// The class of urgency it starts in; a reporter may raise it, never lower it.
    pub fn urgency(self) -> Urgency {
        self.row().urgency
    }

    /// Whether and when a second person looks.
    pub fn four_eyes(self) -> FourEyes {
        self.row().four_eyes
    }

    /// Whether people of this audience can choose it.
    pub fn offered_to(self, audience: Audience) -> bool {
        match audience {
            Audience::Staff => true,
            Audience::Resident => self.row().resident,
        }
    }

    fn row(self) -> Row {
        ROWS[self as usize]
    }
}

impl Group {
    /// The categories of this group that are offered to the audience, in the order of the list.
    pub fn categories(self, audience: Audience) -> impl Iterator<Item = Category> {
        Category::ALL
            .into_iter()
            .filter(move |it| it.group() == self && it.offered_to(audience))
    }
}

impl Tile {
    /// What the picture leads to, in the order in which it is offered.
    pub fn categories(self) -> &'static [Category] {
        use Category as C;
        match self {
            Tile::T1 => &[C::VexRec, C::ThrPer, C::ExtSta, C::ExtVis, C::ThbSmg],
            Tile::T2 => &[C::ThrAtt, C::VexCon, C::VexPst, C::IdtTrv],
            Tile::T3 => &[C::ThbTrf, C::SexVio],
            Tile::T4 => &[C::DomVio, C::HonVio, C::ChdSaf],
            Tile::T5 => &[C::LgbSaf, C::MinSaf, C::DisRes, C::DisOrg],
            Tile::T6 => &[C::DisOrg, C::MisOrg, C::RetRep],
            Tile::T7 => &[C::SlfHrm, C::MhcWor, C::VulSup],
            Tile::T8 => &[C::OthOth, C::AdvAsk, C::ErrCor],
        }
    }
}
