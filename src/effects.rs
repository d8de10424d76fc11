//! Runs what the model asks for: one match, one line per arm.

use std::cell::RefCell;
use std::rc::Rc;

use report::{Audience, FieldId, Language};
use site::{OperatorKey, Site};

use crate::browser::file::Held;
use crate::browser::idle::{self, Presence};
use crate::browser::{file, focus, http, lifecycle, page, service_worker, storage, task};
use crate::element;
use crate::files::Files;
use crate::model::{
    Effect, Event, FileId, GRACE_MILLIS, Handover, Room, SiteProblem, SubmitProblem, TextsError,
    quiet_millis,
};
use crate::post::{Post, Told};
use crate::queue::store;
use crate::readers;
use crate::submit::submit;
use crate::text::{Malformed, Texts};

/// How long a file of the app is waited for, in milliseconds. The person is waiting too, and a
/// button to try again stands on the screen.
const FILE_TIME_OUT: f64 = 20_000.0;

/// What a receipt is called that a person saves. It says nothing of what was reported.
const RECEIPT_NAME: &str = "receipt.json";
const RECEIPT_TYPE: &str = "application/json";

/// Everything the effects need of the rest of the app.
pub struct Shell {
    site_id: String,
    audience: Audience,
    operator: Option<OperatorKey>,
    dispatch: Rc<dyn Fn(Event)>,
    show_texts: Rc<dyn Fn(Language, Texts)>,
    post: Rc<Post>,
    files: Files,
    site: RefCell<Option<Rc<Site>>>,
}

impl Shell {
    /// Connects the effects to the model and the screen, and listens to the browser.
    ///
    /// `dispatch` takes events; `show_texts` puts the texts of a language on the screen.
    pub fn new(
        site_id: String,
        audience: Audience,
        dispatch: impl Fn(Event) + 'static,
        show_texts: impl Fn(Language, Texts) + 'static,
    ) -> Rc<Self> {
        let dispatch: Rc<dyn Fn(Event)> = Rc::new(dispatch);
        let report = Rc::clone(&dispatch);
        let post = Post::new(Box::new(move |told| report(told_event(told))));
        let shell = Rc::new(Self {
            site_id,
            audience,
            operator: page::meta("sealpost-operator").and_then(|it| it.parse().ok()),
            dispatch,
            show_texts: Rc::new(show_texts),
            post: Rc::new(post),
            files: Files::default(),
            site: RefCell::default(),
        });
        shell.listen();
        shell
    }

    /// Runs one effect. What comes of it comes back as an event.
    pub fn run(self: &Rc<Self>, effect: Effect) {
        let shell = Rc::clone(self);
        match effect {
            Effect::LoadTexts(language) => task::spawn(Box::pin(shell.load_texts(language))),
            Effect::LoadSite => task::spawn(Box::pin(shell.load_site())),
            Effect::TestStorage => task::spawn(Box::pin(shell.test_storage())),
            Effect::GetReady => task::spawn(Box::pin(shell.get_ready())),
            Effect::Submit(handover) => task::spawn(Box::pin(shell.submit(handover))),
            Effect::StopSealing => self.post.stop(),
            Effect::TakeFiles => self.take_files(),
            Effect::ForgetFile(id) => self.files.forget(id),
            Effect::SaveProof(proof) => file::save(
                RECEIPT_NAME,
                RECEIPT_TYPE,
                &Held::moved(proof.receipt.as_bytes()),
            ),
            Effect::SaveEnvelope(digest) => task::spawn(Box::pin(shell.save_envelope(digest))),
            Effect::ListKept => task::spawn(Box::pin(shell.list_kept())),
            Effect::ImportEnvelope => task::spawn(Box::pin(shell.import())),
            Effect::ForgetFiles => self.files.forget_all(),
            Effect::DrainQueue => self.post.send(),
            Effect::EndPost => self.post.end(),
            Effect::FocusHeading => focus::focus("main h1".to_owned()),
            Effect::FocusProblem { field, card } => focus::focus(field_selector(field, card)),
            Effect::CloseAtOnce => page::leave(),
            Effect::StartOver => page::start_over(),
        }
    }

    fn dispatch(&self, event: Event) {
        (self.dispatch)(event);
    }

    fn listen(self: &Rc<Self>) {
        let shell = Rc::clone(self);
        lifecycle::on_chance_to_send(Rc::new(move || {
            shell.post.send();
            if shell.site.borrow().is_none() {
                shell.run(Effect::LoadSite);
            }
        }));
        let dispatch = Rc::clone(&self.dispatch);
        lifecycle::on_page_hidden(Box::new(move || dispatch(Event::PageHidden)));
        let dispatch = Rc::clone(&self.dispatch);
        let presence = move |it| {
            dispatch(match it {
                Presence::Away => Event::Away(true),
                Presence::Back => Event::Away(false),
                Presence::Gone => Event::Gone,
            });
        };
        idle::watch(
            quiet_millis(self.audience),
            GRACE_MILLIS,
            Box::new(presence),
        );
        task::spawn(Box::pin(service_worker::register()));
    }

    async fn load_texts(self: Rc<Self>, language: Language) {
        let path = ["/locales/", language.tag(), ".json"].concat();
        let texts = match http::get_file(&path, FILE_TIME_OUT).await {
            Ok(json) => Texts::parse(&json).map_err(|Malformed| TextsError::Malformed),
            Err(http::NoAnswer) => Err(TextsError::Unreachable),
        };
        let result = texts.map(|texts| (self.show_texts)(language, texts));
        self.dispatch(Event::TextsLoaded(language, result));
    }

    async fn test_storage(self: Rc<Self>) {
        self.dispatch(Event::StorageTested(store::self_test().await));
    }

    async fn save_envelope(self: Rc<Self>, digest: String) {
        if let Some(envelope) = self.post.export(&digest).await {
            let name = ["sealed-", digest.get(..16).unwrap_or_default(), ".envelope"].concat();
            file::save(&name, submission::MEDIA_TYPE, &envelope);
        }
    }

    async fn list_kept(self: Rc<Self>) {
        self.dispatch(Event::KeptListed(self.post.kept().await));
        if let Some(storage::Room { persisted, free }) = storage::room().await {
            self.dispatch(Event::RoomKnown(Room { persisted, free }));
        }
    }

    async fn import(self: Rc<Self>) {
        for picked in file::picked(element::IMPORT) {
            self.dispatch(Event::Imported(self.post.import(&picked.held).await));
        }
    }

    async fn get_ready(self: Rc<Self>) {
        self.post.get_ready().await;
    }

    fn take_files(self: &Rc<Self>) {
        let taken = self.files.take(file::picked(element::FILES));
        let ids: Vec<_> = taken.iter().map(|it| it.id).collect();
        self.dispatch(Event::FilesTaken(taken));
        task::spawn(Box::pin(Rc::clone(self).clean(ids)));
    }

    /// One after the other: a picture is held whole while it is cleaned.
    async fn clean(self: Rc<Self>, ids: Vec<FileId>) {
        for id in ids {
            let Some(original) = self.files.original(id) else {
                continue;
            };
            let cleaned = self.post.clean(&original).await;
            let result = cleaned.map(|it| self.files.cleaned(id, it));
            self.dispatch(Event::FileCleaned(id, result));
        }
        self.post.get_ready().await;
    }

    /// The manifest kept on the device first, so that the form works offline; then the intake's.
    async fn load_site(self: Rc<Self>) {
        let Some(operator) = &self.operator else {
            self.dispatch(Event::SiteLoaded(Err(SiteProblem::Refused(
                site::SiteError::KeyUnreadable,
            ))));
            return;
        };
        if let Some(kept) = readers::kept(&self.site_id, operator).await {
            self.use_site(kept);
        }
        let known = self.site.borrow().clone();
        match readers::fetched(&self.site_id, operator, known.as_deref()).await {
            Ok(fetched) => self.use_site(fetched),
            // What was verified before stays good until it expires.
            Err(_) if known.is_some() => {}
            Err(problem) => self.dispatch(Event::SiteLoaded(Err(problem))),
        }
    }

    fn use_site(self: &Rc<Self>, site: Site) {
        let site = Rc::new(site);
        *self.site.borrow_mut() = Some(Rc::clone(&site));
        self.post.trust(site.receipt_key());
        self.post.send();
        self.dispatch(Event::SiteLoaded(Ok(site)));
    }

    async fn submit(self: Rc<Self>, handover: Box<Handover>) {
        let site = self.site.borrow().clone();
        let Handover {
            report,
            files,
            originals,
            stored,
        } = *handover;
        let files = self.files.attach(&files, originals, report.audience());
        let progress = |it| self.dispatch(Event::Progressed(it));
        let result = match site {
            Some(site) => submit(&report, files, &site, &self.post, stored, &progress).await,
            // The model sends nothing before it has shown who will read it.
            None => Err(SubmitProblem::Seal),
        };
        let send = stored && result.is_ok();
        self.dispatch(Event::EnvelopeQueued(result));
        if send && self.audience == Audience::Staff {
            // Some browsers ask; on a device of the site's that alarms nobody.
            task::spawn(Box::pin(storage::ask_to_persist()));
        }
        if send {
            task::spawn(Box::pin(service_worker::ask_to_send()));
            self.post.send();
        }
    }
}

fn told_event(told: Told) -> Event {
    match told {
        Told::Outbox(outbox) => Event::OutboxChanged(outbox),
        Told::Received(proof) => Event::Received(proof),
        Told::Refused(digest) => Event::Refused(digest),
    }
}

/// A text has the field's id itself; of a group of choices, the first one takes the focus.
fn field_selector(field: FieldId, card: Option<usize>) -> String {
    let id = element::field_id(field, card);
    ["#", &id, ", [id^=\"", &id, "-\"]"].concat()
}
