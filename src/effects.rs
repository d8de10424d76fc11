//! Runs what the model asks for: one match, one line per arm.

use std::cell::RefCell;
use std::rc::Rc;

use report::{FieldId, Language, Report};
use site::{OperatorKey, Site};

use crate::browser::{focus, http, lifecycle, page, service_worker, task};
use crate::element;
use crate::model::{Effect, Event, SiteProblem, SubmitProblem, TextsError};
use crate::queue::drain::Drain;
use crate::queue::store;
use crate::readers;
use crate::submit::submit;
use crate::text::Texts;

/// How long a file of the app is waited for, in milliseconds. The person is waiting too, and a
/// button to try again stands on the screen.
const FILE_TIME_OUT: f64 = 20_000.0;

/// Everything the effects need of the rest of the app.
pub struct Shell {
    site_id: String,
    operator: Option<OperatorKey>,
    dispatch: Rc<dyn Fn(Event)>,
    show_texts: Rc<dyn Fn(Language, Texts)>,
    drain: Rc<Drain>,
    site: RefCell<Option<Rc<Site>>>,
}

impl Shell {
    /// Connects the effects to the model and the screen, and listens to the browser.
    ///
    /// `dispatch` takes events; `show_texts` puts the texts of a language on the screen.
    pub fn new(
        site_id: String,
        dispatch: impl Fn(Event) + 'static,
        show_texts: impl Fn(Language, Texts) + 'static,
    ) -> Rc<Self> {
        let dispatch: Rc<dyn Fn(Event)> = Rc::new(dispatch);
        let report = Rc::clone(&dispatch);
        let drain = Drain::new(Box::new(move |summary| {
            report(Event::OutboxChanged(summary))
        }));
        let shell = Rc::new(Self {
            site_id,
            operator: page::meta("sealpost-operator").and_then(|it| it.parse().ok()),
            dispatch,
            show_texts: Rc::new(show_texts),
            drain,
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
            Effect::Submit(report) => task::spawn(Box::pin(shell.submit(report))),
            Effect::DrainQueue => self.drain.try_now(),
            Effect::FocusHeading => focus::focus("main h1".to_owned()),
            Effect::FocusProblem { field, card } => focus::focus(field_selector(field, card)),
            Effect::CloseAtOnce => page::leave(),
        }
    }

    fn dispatch(&self, event: Event) {
        (self.dispatch)(event);
    }

    fn listen(self: &Rc<Self>) {
        let shell = Rc::clone(self);
        lifecycle::on_chance_to_send(Rc::new(move || {
            shell.drain.try_now();
            if shell.site.borrow().is_none() {
                shell.run(Effect::LoadSite);
            }
        }));
        let dispatch = Rc::clone(&self.dispatch);
        lifecycle::on_page_hidden(Box::new(move || dispatch(Event::PageHidden)));
        task::spawn(Box::pin(service_worker::register()));
    }

    async fn load_texts(self: Rc<Self>, language: Language) {
        let path = ["/locales/", language.tag(), ".json"].concat();
        let texts = match http::get_file(&path, FILE_TIME_OUT).await {
            Ok(bytes) => str::from_utf8(&bytes)
                .map_err(|_| TextsError::Malformed)
                .and_then(Texts::parse),
            Err(http::NoAnswer) => Err(TextsError::Unreachable),
        };
        let result = texts.map(|texts| (self.show_texts)(language, texts));
        self.dispatch(Event::TextsLoaded(language, result));
    }

    async fn test_storage(self: Rc<Self>) {
        self.dispatch(Event::StorageTested(store::self_test().await));
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
        if let Ok(key) = site.receipt_key().parse() {
            self.drain.trust(key);
            self.drain.try_now();
        }
        self.dispatch(Event::SiteLoaded(Ok(site)));
    }

    async fn submit(self: Rc<Self>, report: Box<Report>) {
        let site = self.site.borrow().clone();
        let result = match site {
            Some(site) => submit(&report, &site).await,
            // The model sends nothing before it has shown who will read it.
            None => Err(SubmitProblem::Seal),
        };
        let stored = result.is_ok();
        self.dispatch(Event::EnvelopeQueued(result));
        if stored {
            self.drain.try_now();
        }
    }
}

/// A text has the field's id itself; of a group of choices, the first one takes the focus.
fn field_selector(field: FieldId, card: Option<usize>) -> String {
    let id = element::field_id(field, card);
    ["#", &id, ", [id^=\"", &id, "-\"]"].concat()
}
