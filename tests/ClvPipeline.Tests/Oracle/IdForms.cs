namespace ClvPipeline.Tests.Oracle;

/// <summary>The column type of ids.</summary>
public static class IdForms
{
    public static PhysicalColumn Column(IdKind kind, IReadOnlyList<Id?> ids, int batch) => kind switch
    {
        IdKind.Integer => new LongColumn(new ColumnType(ColumnKind.Integer, "int64"), [.. ids.Select(id => id?.Number)]),
        IdKind.Text => TextColumn.Of(ids.Select(id => id?.Text), batch),
        _ => new WideColumn(new ColumnType(ColumnKind.Uuid, "uuid"), [.. ids.Select(id => id is null ? (Int128?)null : (Int128)id.Value.Uuid)]),
    };
}
