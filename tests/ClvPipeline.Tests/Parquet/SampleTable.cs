using System.Text;
using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Random tables of every type that the writer writes.</summary>
internal sealed class SampleTable
{
    public static readonly WriteColumn[] Columns =
    [
        new("id", WriteType.Int64), new("few", WriteType.Int64, true), new("small", WriteType.Int32, true), new("real", WriteType.Double, true), new("flag", WriteType.Boolean, true),
        new("day", WriteType.Date, true), new("at", WriteType.TimestampMicrosUtc, true), new("amount", WriteType.Decimal, true, 18, 6), new("wide", WriteType.Decimal, true, 38, 10),
        new("channel", WriteType.Text, true), new("name", WriteType.Text, true), new("key", WriteType.Uuid, true), new("sorted", WriteType.TimestampMicrosUtc, true), new("counter", WriteType.Int32), new("always", WriteType.Text), new("never", WriteType.Int64, true),
    ];

    /// <summary>The printed values of each column, as <see cref="Printing"/> prints them.</summary>
    public Dictionary<string, List<object?>> Values { get; } = Columns.ToDictionary(c => c.Name, _ => new List<object?>(), StringComparer.Ordinal);

    /// <summary>A file with one required column "n" of whole numbers.</summary>
    public static byte[] Write(long[] values, ParquetCodec codec)
    {
        using var bytes = new MemoryStream();
        using var writer = new ParquetWriter(bytes, [new("n", WriteType.Int64)], new WriteOptions { Codec = codec });
        writer.BeginRowGroup(values.Length);
        writer.Write(values);
        writer.Close();
        return bytes.ToArray();
    }

    /// <summary>Writes row groups of random rows to <paramref name="output"/> and remembers the values.</summary>
    public void Write(Stream output, int seed, int[] groups, double nullShare, WriteOptions options)
    {
        var random = new Random(seed);
        using var writer = new ParquetWriter(output, Columns, options);
        foreach (var rows in groups)
        {
            writer.BeginRowGroup(rows);
            foreach (var column in Columns) WriteColumn(writer, column, rows, column.Optional ? nullShare : 0, random);
        }
        writer.Close();
    }

    private void WriteColumn(ParquetWriter writer, WriteColumn column, int rows, double nullShare, Random random)
    {
        var valid = new byte[rows];
        for (var i = 0; i < rows; i++) valid[i] = column.Name != "never" && random.NextDouble() >= nullShare ? (byte)1 : (byte)0;
        var into = Values[column.Name];
        if (column.Type == WriteType.Text)
        {
            var texts = new string?[rows];
            for (var i = 0; i < rows; i++) texts[i] = valid[i] == 0 ? null : column.Name switch { "channel" => $"channel {random.Next(9)} é", "always" => "x", _ => new string('n', random.Next(40)) + random.Next() };
            into.AddRange(texts);
            writer.Write(texts);
        }
        else if (column.Type == WriteType.Double)
        {
            var values = new double[rows];
            for (var i = 0; i < rows; i++) values[i] = valid[i] == 0 ? 0 : random.Next(50) == 0 ? double.NaN : random.NextDouble() * 1e6 - 5e5;
            Add(into, values, valid);
            writer.Write(values, valid);
        }
        else if (column.Type == WriteType.Uuid || column.Precision > 18)
        {
            var values = new System.Int128[rows];
            for (var i = 0; i < rows; i++) values[i] = valid[i] == 0 ? 0 : column.Type == WriteType.Uuid ? new System.Int128((ulong)random.NextInt64(), (ulong)random.NextInt64()) : (System.Int128)random.NextInt64(long.MinValue, long.MaxValue) * random.NextInt64(1_000_000_000);
            Add(into, values, valid);
            writer.Write(values, valid);
        }
        else
        {
            var values = new long[rows];
            for (var i = 0; i < rows; i++) values[i] = valid[i] == 0 ? 0 : Number(column, random, i);
            Add(into, values, valid);
            writer.Write(values, nullShare == 0 && column.Name != "never" ? default : valid);
        }
    }

    private static long Number(WriteColumn column, Random random, int row) => column.Type switch
    {
        _ when column.Name == "sorted" => 1_700_000_000_000_000 + row * 1_000_000L + random.Next(1_000_000),
        _ when column.Name == "counter" => row * 3 - 1_000_000 + random.Next(3),
        WriteType.Boolean => random.Next(2),
        WriteType.Date => random.Next(-800, 20_000),
        WriteType.Int32 => random.Next(int.MinValue, int.MaxValue),
        WriteType.Decimal => random.NextInt64(-999_999_999_999_999_999, 1_000_000_000_000_000_000),
        _ => column.Name == "few" ? random.Next(300) - 150 : random.NextInt64(long.MinValue, long.MaxValue),
    };

    private static void Add<T>(List<object?> into, T[] values, byte[] valid)
    {
        for (var i = 0; i < values.Length; i++) into.Add(valid[i] == 0 ? null : values[i]);
    }
}
