//! What became of the reports.

use super::moment::Moment;
use crate::stage::Stage;
use crate::traces::Traces;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// One kill.
pub(crate) struct Run {
    pub(crate) seed: u64,
    pub(crate) moment: Moment,
    /// What the report said.
    pub(crate) typed: String,
    /// Whether the person had been told that the report is kept.
    pub(crate) told: bool,
    /// Whether nothing waited on the device in the end.
    pub(crate) settled: bool,
    /// Bytes of the text that could be read on the device.
    pub(crate) plaintext: usize,
    /// How often it is at the desk.
    pub(crate) delivered: usize,
    pub(crate) took: Duration,
}

impl Run {
    fn is_lost(&self) -> bool {
        self.told && self.settled && self.delivered == 0
    }

    fn is_doubled(&self) -> bool {
        self.delivered > 1
    }

    fn is_clean(&self) -> bool {
        self.settled && self.plaintext == 0 && !self.is_lost() && !self.is_doubled()
    }
}

/// All of them.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) runs: Vec<Run>,
    /// Reports at the desk that nobody wrote so.
    garbage: usize,
    /// Bytes of what was typed that can be read at the intake.
    at_the_intake: usize,
}

impl Tally {
    /// Opens all that the intake holds at the desk, and finds each report there.
    pub(crate) fn judge(&mut self, stage: &Stage) {
        for line in stage.opened_at_the_desk() {
            let text = line["report"]["answers"]["happened"]["text"].as_str();
            let run = self.runs.iter_mut().find(|it| Some(&*it.typed) == text);
            match run {
                Some(run) => run.delivered += 1,
                None => self.garbage += 1,
            }
        }
    }

    /// Searches all that the intake wrote: its database and its log.
    pub(crate) fn plaintext(&mut self, stage: &Stage, traces: &Traces) {
        let found = [stage.intake_data(), stage.logs()];
        let found = found.iter().flat_map(|folder| traces.in_folder(folder));
        self.at_the_intake = found.map(|it| it.bytes).sum();
    }

    /// Whether every report is where it should be, and nowhere else.
    pub(crate) fn is_clean(&self) -> bool {
        self.garbage == 0 && self.at_the_intake == 0 && self.runs.iter().all(Run::is_clean)
    }

    fn count(&self, is: impl Fn(&Run) -> bool) -> usize {
        self.runs.iter().filter(|run| is(run)).count()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut moments = BTreeMap::<Moment, usize>::new();
        for run in &self.runs {
            *moments.entry(run.moment).or_default() += 1;
        }
        let took: Duration = self.runs.iter().map(|it| it.took).sum();
        let on_devices: usize = self.runs.iter().map(|it| it.plaintext).sum();
        writeln!(out, "kills: {} runs, {moments:?}", self.runs.len())?;
        writeln!(
            out,
            "kills: {} delivered ({} of {} told, {} of {} not told), {} lost, {} doubled, {} stuck, {} garbage",
            self.count(|it| it.delivered > 0),
            self.count(|it| it.told && it.delivered > 0),
            self.count(|it| it.told),
            self.count(|it| !it.told && it.delivered > 0),
            self.count(|it| !it.told),
            self.count(Run::is_lost),
            self.count(Run::is_doubled),
            self.count(|it| !it.settled),
            self.garbage
        )?;
        writeln!(
            out,
            "kills: {} plaintext bytes, {:.1} s a run",
            on_devices + self.at_the_intake,
            took.as_secs_f64() / self.runs.len() as f64
        )?;
        for run in self.runs.iter().filter(|it| !it.is_clean()) {
            writeln!(
                out,
                "kills: failed: SEALPOST_SEED={} SEALPOST_KILLS=1, at {:?}: told {}, delivered {}, stuck {}, plaintext {}",
                run.seed, run.moment, run.told, run.delivered, !run.settled, run.plaintext
            )?;
        }
        Ok(())
    }
}
