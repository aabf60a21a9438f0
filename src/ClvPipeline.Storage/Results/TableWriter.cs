using System.Runtime.InteropServices;
using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>Writes a result table as a Parquet file. The same table gives the same bytes.</summary>
internal static class TableWriter
{
    /// <summary>Enough for a reader to take in at once, and few enough to be read side by side.</summary>
    private const int GroupRows = 1 << 18;

    /// <summary>Writes the table; <paramref name="runId"/> goes into the file's metadata too.</summary>
    /// <exception cref="BadInputException">An amount does not fit its column.</exception>
    public static void Write(Stream output, ResultTable table, string runId)
    {
        TableCheck.Demand(table);
        using var writer = new ParquetWriter(output, [.. table.Spec.Columns.Select(Column)], new WriteOptions { Metadata = new Dictionary<string, string> { ["run_id"] = runId } });
        for (var first = 0; first < table.Rows; first += GroupRows)
        {
            var rows = Math.Min(GroupRows, table.Rows - first);
            writer.BeginRowGroup(rows);
            foreach (var column in table.Columns) Write(writer, column, first, rows);
        }
        writer.Close();
    }

    private static WriteColumn Column(ColumnSpec spec) => spec.Kind switch
    {
        ResultKind.Text => new(spec.Name, WriteType.Text, spec.Nullable),
        ResultKind.Integer => new(spec.Name, WriteType.Int64, spec.Nullable),
        ResultKind.Money => new(spec.Name, WriteType.Decimal, spec.Nullable, Precision: 18, Scale: 6),
        ResultKind.WideMoney => new(spec.Name, WriteType.Decimal, spec.Nullable, Precision: 38, Scale: 6),
        ResultKind.Real => new(spec.Name, WriteType.Double, spec.Nullable),
        ResultKind.Date => new(spec.Name, WriteType.Date, spec.Nullable),
        ResultKind.Instant => new(spec.Name, WriteType.TimestampMicrosUtc, spec.Nullable),
        ResultKind.Boolean => new(spec.Name, WriteType.Boolean, spec.Nullable),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, "unknown kind"),
    };

    private static void Write(ParquetWriter writer, ResultColumn column, int first, int rows)
    {
        switch (column)
        {
            case ResultColumn.Longs longs: writer.Write(longs.Values.AsSpan(first, rows), Part(longs.Valid, first, rows)); break;
            case ResultColumn.Wide wide: writer.Write(MemoryMarshal.Cast<Int128, System.Int128>(wide.Values.AsSpan(first, rows)), Part(wide.Valid, first, rows)); break;
            case ResultColumn.Reals reals: writer.Write(reals.Values.AsSpan(first, rows), Part(reals.Valid, first, rows)); break;
            case ResultColumn.Text text: writer.Write(text.Codes.AsSpan(first, rows), text.Data, text.Offsets); break;
        }
    }

    private static ReadOnlySpan<byte> Part(byte[]? valid, int first, int rows) => valid is null ? default : valid.AsSpan(first, rows);
}
