//! What is said: questions, answers, and the valid report they become
