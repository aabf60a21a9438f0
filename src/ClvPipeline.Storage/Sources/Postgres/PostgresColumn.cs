namespace ClvPipeline.Storage;

/// <summary>A column of a table or query.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Wire">How it is sent.</param>
/// <param name="TypeName">The server's word for its type.</param>
internal sealed record PostgresColumn(string Name, WireType Wire, string TypeName);
