using ClvPipeline.Parquet;

namespace ClvPipeline.Benchmarks.Decode;

/// <summary>Writes the rows of a file again with our writer.</summary>
internal static class OurFile
{
    private const int Rows = 500_000;

    public static void Write(string from, string to)
    {
        using var file = ParquetFile.Open(from);
        using var output = File.Create(to);
        using var writer = new ParquetWriter(output, [new("id", WriteType.Int64), new("at", WriteType.TimestampMicrosUtc), new("channel", WriteType.Text)]);
        var (ids, times, texts) = (new List<long>(Rows), new List<long>(Rows), new List<string?>(Rows));
        for (var g = 0; g < file.RowGroupCount; g++)
        {
            Numbers(file, g, "id", ids);
            Numbers(file, g, "at", times);
            Texts(file, g, texts);
            if (ids.Count < Rows && g < file.RowGroupCount - 1) continue;
            writer.BeginRowGroup(ids.Count);
            writer.Write(ids.ToArray());
            writer.Write(times.ToArray());
            writer.Write(texts);
            ids.Clear();
            times.Clear();
            texts.Clear();
        }
        writer.Close();
    }

    private static void Numbers(ParquetFile file, int group, string name, List<long> into)
    {
        using var reader = file.OpenColumn(group, file.Find(name)!);
        var (values, valid) = (new long[4096], new byte[4096]);
        for (int n; (n = reader.Read(values, valid)) > 0;) into.AddRange(values.AsSpan(0, n));
    }

    private static void Texts(ParquetFile file, int group, List<string?> into)
    {
        using var reader = file.OpenColumn(group, file.Find("channel")!);
        var codes = new int[4096];
        for (int n; (n = reader.ReadCodes(codes)) > 0;)
        {
            for (var i = 0; i < n; i++) into.Add(System.Text.Encoding.UTF8.GetString(reader.Values[codes[i]]));
        }
    }
}
