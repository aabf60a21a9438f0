using System.Runtime.InteropServices;
using ClvPipeline.Parquet;
using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Postgres;

/// <summary>The rows of a Parquet file in memory, to be copied into a table. Instants have to be in microseconds, as Postgres has them.</summary>
internal static class ParquetRows
{
    public static MemoryPart Of(string path)
    {
        using var file = ParquetFile.Open(path);
        return new MemoryPart(path, 1, (int)file.RowCount, file.Columns.ToDictionary(column => column.Name, column => Column(file, column)));
    }

    private static PhysicalColumn Column(ParquetFile file, ParquetColumn column)
    {
        var (rows, valid) = ((int)file.RowCount, new byte[file.RowCount]);
        if (column.Kind == ParquetKind.Text)
        {
            List<byte[]?> texts = [];
            var codes = new int[Math.Max(1, rows)];
            Fill((reader, first) =>
            {
                var read = reader.ReadCodes(codes);
                texts.AddRange(codes.Take(read).Select(code => code < 0 ? null : reader.Values[code].ToArray()));
                return read;
            });
            return new TextColumn(TextColumn.TextType, texts, 0);
        }

        if (column.Kind == ParquetKind.Real) return new RealColumn(new ColumnType(ColumnKind.Real, "double"), Read<double>((reader, into, there) => reader.Read(into.Span, there.Span)));
        if (column.Wide) return new WideColumn(new ColumnType(ColumnKind.Decimal, "decimal", column.Scale), Read<Int128>((reader, into, there) => reader.Read(MemoryMarshal.Cast<Int128, System.Int128>(into.Span), there.Span)));
        var kind = column.Kind switch
        {
            ParquetKind.Integer => ColumnKind.Integer,
            ParquetKind.Decimal => ColumnKind.Decimal,
            ParquetKind.Boolean => ColumnKind.Boolean,
            ParquetKind.Date => ColumnKind.Date,
            ParquetKind.Timestamp => ColumnKind.Timestamp,
            _ => throw new InvalidOperationException($"{column.Name} is {column.TypeName}"),
        };
        return new LongColumn(new ColumnType(kind, column.TypeName, column.Scale, column.TicksPerSecond, column.IsUtc), Read<long>((reader, into, there) => reader.Read(into.Span, there.Span)));

        List<T?> Read<T>(Func<ColumnReader, Memory<T>, Memory<byte>, int> read)
            where T : struct
        {
            var values = new T[rows];
            Fill((reader, first) => read(reader, values.AsMemory(first), valid.AsMemory(first)));
            return [.. values.Zip(valid, (value, there) => there == 0 ? null : (T?)value)];
        }

        void Fill(Func<ColumnReader, int, int> read)
        {
            for (var (group, first) = (0, 0); group < file.RowGroupCount; group++)
            {
                using var reader = file.OpenColumn(group, column);
                while (reader.RowsLeft > 0) first += read(reader, first);
            }
        }
    }
}
