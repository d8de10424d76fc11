//! Problems as words, between the worker and the page of one build.

/// Problems of one kind, each with its word. The first stands for all that is not understood.
pub(super) type Words<T, const N: usize> = [(&'static str, T); N];

/// The word of a problem.
pub(super) fn word_of<T: PartialEq, const N: usize>(words: &Words<T, N>, it: &T) -> &'static str {
    let found = words.iter().find(|(_, problem)| problem == it);
    found.map_or(words[0].0, |(word, _)| word)
}

/// The problem of a word.
pub(super) fn problem_of<T: Copy, const N: usize>(words: &Words<T, N>, it: &str) -> T {
    let found = words.iter().find(|(word, _)| *word == it);
    found.map_or(words[0].1, |(_, problem)| *problem)
}
