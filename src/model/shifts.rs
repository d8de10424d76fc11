//! Shift three times: the way out that needs no looking.

/// The longest time between the first and the third press, in milliseconds; longer is ordinary typing.
const WITHIN_MS: f64 = 2_000.0;

/// Counts presses of Shift with no other key between them.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreeShifts {
    pressed_at: [Option<f64>; 2],
}

impl ThreeShifts {
    /// Takes a key press and says whether it was the third Shift. A key that repeats because it is held down
    /// is not to be passed in.
    pub fn pressed(&mut self, key: &str, now_ms: f64) -> bool {
        if key != "Shift" {
            *self = ThreeShifts::default();
            return false;
        }
        let third = matches!(self.pressed_at[0], Some(first) if now_ms - first <= WITHIN_MS);
        self.pressed_at = if third {
            [None, None]
        } else {
            [self.pressed_at[1], Some(now_ms)]
        };
        third
    }
}
