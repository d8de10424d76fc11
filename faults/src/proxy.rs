//! The network between devices and intake: a proxy on loopback that does what the dice say.

mod answers;
mod room;
mod target;

use std::io;
use std::rc::Rc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedSender;

use crate::dice::{Dice, Place};
use crate::intake::{IntakeError, IntakeProcess};
use crate::plan::{FOR_A_PART, Network};
use crate::wire::{self, Message};
use crate::world::World;
use room::{Room, UnderWay};
use target::Target;

/// How many others pass a request that is overtaken, at most.
const OVERTAKEN_BY: u64 = 12;
/// How many others pass before a request comes a second time much later, at most.
const LATE: u64 = 60;
/// How many requests the disk stays full for, at most.
const FULL_FOR: u64 = 25;

/// The proxy.
pub(crate) struct Proxy {
    world: Rc<World>,
    intake: Rc<IntakeProcess>,
    room: Room,
    broken: UnboundedSender<IntakeError>,
}

/// A request that is known.
struct Known<'a> {
    request: Message,
    target: Target,
    dice: Dice,
    under_way: UnderWay<'a>,
}

impl Known<'_> {
    /// The length of the whole envelope.
    fn size(&self) -> u64 {
        let in_body = self.request.body.len() as u64;
        self.target.size.unwrap_or(in_body)
    }
}

impl Proxy {
    /// A proxy before this intake. When the intake cannot run any longer, `broken` is told.
    pub(crate) fn new(
        world: Rc<World>,
        intake: Rc<IntakeProcess>,
        broken: UnboundedSender<IntakeError>,
    ) -> Rc<Self> {
        let room = Room::default();
        Rc::new(Self {
            world,
            intake,
            room,
            broken,
        })
    }

    /// Takes connections for as long as it is polled.
    pub(crate) async fn serve(self: Rc<Self>, listener: TcpListener) {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                let proxy = Rc::clone(&self);
                tokio::task::spawn_local(async move {
                    // A connection that breaks concerns its other end alone.
                    let _ = proxy.handle(stream).await;
                });
            }
        }
    }

    /// Waits until nothing is under way any longer, late copies included.
    pub(crate) async fn quiet(&self) {
        self.room.empty().await;
    }

    async fn handle(self: Rc<Self>, mut stream: TcpStream) -> io::Result<()> {
        let under_way = self.room.enter();
        // A request that its device cut off does not arrive; the intake's own tests cut its own.
        let request = wire::read(&mut stream).await?;
        let Some(target) = request.path().and_then(Target::of) else {
            return Ok(());
        };
        let (plan, dice) = self.plan(&target);
        let known = Known {
            request,
            target,
            dice,
            under_way,
        };
        let answer = self.follow(plan, known).await;
        let Some(answer) = self.or_report(answer) else {
            return Ok(());
        };
        let mut bytes = answer.bytes();
        if let Network::CutAnswer(at) = plan {
            bytes.truncate(share(bytes.len(), at));
        } else if !plan.is_a_false_receipt() && answers::is_receipt_for(&answer, &target.digest) {
            let mut ledger = self.world.ledger.borrow_mut();
            ledger.acknowledge(target.digest, &answer.body);
        }
        stream.write_all(&bytes).await
    }

    /// The answer; an intake that cannot run any longer ends the run.
    fn or_report(&self, answer: Result<Option<Message>, IntakeError>) -> Option<Message> {
        answer.unwrap_or_else(|error| {
            // Only the first one is looked at.
            let _ = self.broken.send(error);
            None
        })
    }

    /// What happens to this request.
    fn plan(&self, target: &Target) -> (Network, Dice) {
        let mut ledger = self.world.ledger.borrow_mut();
        ledger.taken += 1;
        ledger.about_parts += u64::from(target.in_parts());
        let report = ledger.report_in(&target.digest).unwrap_or_default();
        let request = ledger.next_request(report);
        let mut dice = Dice::at(self.world.seed, Place::Network(report, request));
        if !self.world.faults.get() {
            return (Network::Pass, dice);
        }
        let plan = Network::draw(&mut dice);
        if let Some(name) = plan.name() {
            ledger.fault(name);
            if target.in_parts() {
                *ledger.faults_at_parts.entry(name).or_default() += 1;
            }
        }
        if plan.refuses_for_good() {
            ledger.excused.insert(report);
        }
        (plan, dice)
    }

    /// Does it, and answers with what the device gets to see.
    async fn follow(
        self: &Rc<Self>,
        plan: Network,
        mut known: Known<'_>,
    ) -> Result<Option<Message>, IntakeError> {
        let request = &known.request;
        match plan {
            Network::Pass | Network::CutAnswer(_) => self.pass_on(request).await,
            Network::Unreachable => Ok(None),
            Network::LostAcknowledgement => {
                self.pass_on(request).await?;
                Ok(None)
            }
            Network::Duplicate => {
                let both = tokio::join!(self.pass_on(request), self.pass_on(request));
                both.0.and(both.1)
            }
            Network::LateDuplicate => {
                self.pass_on_late(request.clone(), 1 + known.dice.below(LATE));
                self.pass_on(request).await
            }
            Network::Overtaken => {
                let others = 1 + known.dice.below(OVERTAKEN_BY);
                known.under_way.let_pass(others).await;
                self.pass_on(request).await
            }
            Network::CutRequest(at) => {
                let bytes = request.bytes();
                let address = self.intake.address().await;
                // Whether the intake still listens is all the same.
                let _ = wire::send_cut(address, &bytes[..share(bytes.len(), at)]).await;
                Ok(None)
            }
            Network::FlippedByte(at) => {
                let mut body = request.body.clone();
                let at = share(body.len(), at);
                if let Some(byte) = body.get_mut(at) {
                    *byte ^= 1 << known.dice.below(8);
                }
                self.pass_on(&request.with_body(body)).await
            }
            Network::EmptyBody => self.pass_on(&request.with_body(Vec::new())).await,
            Network::OtherReceipt(pass) | Network::ForgedReceipt(pass) => {
                if pass {
                    self.pass_on(request).await?;
                }
                Ok(Some(self.false_receipt(plan, &mut known)))
            }
            Network::LyingList(pass) => {
                if pass {
                    self.pass_on(request).await?;
                }
                let (digest, size) = (known.target.digest, known.size());
                Ok(Some(answers::lying_list(digest, size, &mut known.dice)))
            }
            Network::KillDuring(at) => self.kill_during(&request.bytes(), at).await,
            Network::KillAfter(micros) => {
                let longer = if known.target.in_parts() {
                    FOR_A_PART
                } else {
                    1
                };
                self.kill_after(&request.bytes(), micros * longer).await
            }
            Network::FullDisk => {
                let requests = 1 + known.dice.below(FULL_FOR) as u32;
                self.intake.fill_disk(requests).await?;
                self.pass_on(request).await
            }
            _ => Ok(answers::of_somebody_else(plan)),
        }
    }

    fn false_receipt(&self, plan: Network, known: &mut Known<'_>) -> Message {
        let other = match plan {
            Network::OtherReceipt(_) => {
                let ledger = self.world.ledger.borrow();
                ledger.receipt_for_another(&known.target.digest, known.dice.below(u64::MAX))
            }
            _ => None,
        };
        let (digest, size) = (known.target.digest, known.size());
        let receipt = other.unwrap_or_else(|| answers::forged(digest, size, &mut known.dice));
        Message::answer(200, answers::JSON, receipt)
    }

    /// Passes a request on, and answers with the intake's answer, if there is one.
    async fn pass_on(&self, request: &Message) -> Result<Option<Message>, IntakeError> {
        let address = self.intake.address().await;
        let answer = wire::exchange(address, request).await.ok();
        if let Some(status) = answer.as_ref().and_then(Message::status) {
            let mut ledger = self.world.ledger.borrow_mut();
            *ledger.answers.entry(status).or_default() += 1;
        }
        self.intake.count_request().await?;
        Ok(answer)
    }

    /// Passes a request on when others have come by, whoever is still there to hear of it.
    fn pass_on_late(self: &Rc<Self>, request: Message, others: u64) {
        let proxy = Rc::clone(self);
        tokio::task::spawn_local(async move {
            let under_way = proxy.room.enter();
            under_way.let_pass(others).await;
            // Nobody waits for this answer.
            let _ = proxy.or_report(proxy.pass_on(&request).await);
        });
    }

    /// Kills the intake while a request arrives.
    async fn kill_during(&self, bytes: &[u8], at: f64) -> Result<Option<Message>, IntakeError> {
        let address = self.intake.address().await;
        if let Ok(mut upstream) = TcpStream::connect(address).await {
            // It may be dying already of another request's kill.
            let _ = upstream.write_all(&bytes[..share(bytes.len(), at)]).await;
        }
        self.intake.restart().await?;
        Ok(None)
    }

    /// Kills the intake between a request's last byte and its answer, or just after that.
    async fn kill_after(&self, bytes: &[u8], micros: u64) -> Result<Option<Message>, IntakeError> {
        let address = self.intake.address().await;
        let Ok(mut upstream) = TcpStream::connect(address).await else {
            return Ok(None);
        };
        if upstream.write_all(bytes).await.is_err() {
            return Ok(None);
        }
        let moment = tokio::time::sleep(Duration::from_micros(micros));
        let mut moment = std::pin::pin!(moment);
        let answer = tokio::select! {
            answer = wire::read(&mut upstream) => answer.ok(),
            () = &mut moment => None,
        };
        if answer.is_some() {
            moment.await;
        }
        self.intake.restart().await?;
        Ok(answer)
    }
}

/// This share of a length; never all of it.
fn share(len: usize, share: f64) -> usize {
    ((len as f64 * share) as usize).min(len.saturating_sub(1))
}
