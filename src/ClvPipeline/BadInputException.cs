namespace ClvPipeline;

/// <summary>
/// A run that cannot be right however often it is tried: a missing file or column, a type that cannot mean what it should, an amount out of range.
/// The message says what was found, where, and what was expected. Never retried.
/// </summary>
public sealed class BadInputException(string message, Exception? inner = null) : Exception(message, inner);
