namespace ClvPipeline.Storage;

/// <summary>What a run writes down of a table or query that it read. The text itself is among the run's parameters.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Source">The table, or <c>query</c>.</param>
/// <param name="QuerySha256">SHA-256 of the text in the settings.</param>
/// <param name="Rows">Rows read; before that, what the server expects.</param>
/// <param name="Snapshot">Which transactions it saw, in the server's words.</param>
public sealed record InputQuery(string Connection, string Source, string QuerySha256, long Rows, string Snapshot);
