using System.Runtime.InteropServices;
using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>Reads a result table back from a run's folder.</summary>
public static class ResultReader
{
    /// <summary>Reads <c>&lt;folder&gt;/&lt;table&gt;.parquet</c>. Text codes are given in the order in which values are first met.</summary>
    /// <exception cref="BadInputException">The table is missing, damaged, or has not the columns of <paramref name="spec"/>.</exception>
    public static ResultTable Read(string folder, TableSpec spec)
    {
        var path = Path.Combine(folder, $"{spec.Name}.parquet");
        try
        {
            using var file = ParquetFile.Open(path);
            var rows = checked((int)file.RowCount);
            return new ResultTable(spec, rows, [.. spec.Columns.Select(column => Read(file, path, column, rows))]);
        }
        catch (ParquetException e)
        {
            throw new BadInputException(e.Message, e);
        }
    }

    /// <summary>Reads a table as it lies there, whatever its columns are.</summary>
    /// <exception cref="BadInputException">The table is missing, damaged, or has columns that no result has.</exception>
    public static ResultTable Read(string folder, string table)
    {
        var path = Path.Combine(folder, $"{table}.parquet");
        if (!Names(folder).Contains(table)) throw new BadInputException($"{path}: no such table; there are {string.Join(", ", Names(folder))}");
        try
        {
            using var file = ParquetFile.Open(path);
            return Read(folder, new TableSpec(table, "", [.. file.Columns.Select(column => new ColumnSpec(column.Name, Enum.GetValues<ResultKind>().Cast<ResultKind?>().FirstOrDefault(kind => Fits(kind!.Value, column))
                ?? throw new BadInputException($"{path}: column '{column.Name}' is {column.TypeName}; expected a type of result tables"), "", column.Optional))]));
        }
        catch (ParquetException e)
        {
            throw new BadInputException(e.Message, e);
        }
    }

    /// <summary>The tables that a run's folder has.</summary>
    public static IReadOnlyList<string> Names(string folder) => [.. Directory.EnumerateFiles(folder, "*.parquet").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static ResultColumn Read(ParquetFile file, string path, ColumnSpec spec, int rows)
    {
        var column = file.Find(spec.Name) ?? throw new BadInputException($"{path}: no column '{spec.Name}'; there are {string.Join(", ", file.Columns.Select(there => there.Name))}");
        if (!Fits(spec.Kind, column)) throw new BadInputException($"{path}: column '{spec.Name}' is {column.TypeName}; expected {spec.Kind}");
        switch (spec.Kind)
        {
            case ResultKind.Text:
                return ReadText(file, column, rows);
            case ResultKind.WideMoney:
                var wide = Read<Int128>(file, column, rows, (reader, values, valid) => reader.Read(MemoryMarshal.Cast<Int128, System.Int128>(values), valid));
                return new ResultColumn.Wide(wide.Values, wide.Valid);
            case ResultKind.Real:
                var reals = Read<double>(file, column, rows, (reader, values, valid) => reader.Read(values, valid));
                return new ResultColumn.Reals(reals.Values, reals.Valid);
            default:
                var longs = Read<long>(file, column, rows, (reader, values, valid) => reader.Read(values, valid));
                return new ResultColumn.Longs(longs.Values, longs.Valid);
        }
    }

    private static bool Fits(ResultKind kind, ParquetColumn column) => kind switch
    {
        ResultKind.Text => column.Kind == ParquetKind.Text,
        ResultKind.Integer => column.Kind == ParquetKind.Integer,
        ResultKind.Money => column is { Kind: ParquetKind.Decimal, Scale: 6, Wide: false },
        ResultKind.WideMoney => column is { Kind: ParquetKind.Decimal, Scale: 6, Wide: true },
        ResultKind.Real => column.Kind == ParquetKind.Real,
        ResultKind.Date => column.Kind == ParquetKind.Date,
        ResultKind.Instant => column is { Kind: ParquetKind.Timestamp, TicksPerSecond: 1_000_000, IsUtc: true },
        ResultKind.Boolean => column.Kind == ParquetKind.Boolean,
        _ => false,
    };

    private delegate int Reading<T>(ColumnReader reader, Span<T> values, Span<byte> valid);

    private static (T[] Values, byte[]? Valid) Read<T>(ParquetFile file, ParquetColumn column, int rows, Reading<T> read)
    {
        var values = new T[rows];
        var valid = new byte[rows];
        for (int group = 0, done = 0; group < file.RowGroupCount; group++)
        {
            var n = (int)file.RowsIn(group);
            using var reader = file.OpenColumn(group, column);
            read(reader, values.AsSpan(done, n), valid.AsSpan(done, n));
            done += n;
        }
        return (values, valid.AsSpan().Contains((byte)0) ? valid : null);
    }

    private static ResultColumn.Text ReadText(ParquetFile file, ParquetColumn column, int rows)
    {
        var codes = new int[rows];
        var pool = new TextPool();
        for (int group = 0, done = 0; group < file.RowGroupCount; group++)
        {
            using var reader = file.OpenColumn(group, column);
            var generation = -1;
            int[] ours = [];
            while (reader.RowsLeft > 0)
            {
                var some = codes.AsSpan(done);
                some = some[..reader.ReadCodes(some[..(int)Math.Min(some.Length, reader.RowsLeft)])];
                if (reader.Generation != generation)
                {
                    generation = reader.Generation;
                    ours = new int[reader.Values.Count];
                    Array.Fill(ours, -1);
                }
                foreach (ref var code in some)
                {
                    if (code < 0) continue;
                    if (ours[code] < 0) ours[code] = pool.Code(reader.Values[code]);
                    code = ours[code];
                }
                done += some.Length;
            }
        }
        return pool.Column(codes);
    }
}
