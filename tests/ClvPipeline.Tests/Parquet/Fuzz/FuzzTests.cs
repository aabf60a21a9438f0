using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet.Fuzz;

public class FuzzTests
{
    public static TheoryData<string> Ours
    {
        get
        {
            TheoryData<string> files = ReferenceFiles.Readable;
            files.Add("odd_names.parquet");
            foreach (var codec in Enum.GetNames<ParquetCodec>()) files.Add($"our writer, {codec}");
            return files;
        }
    }

    public static TheoryData<string> Apache => ApacheTheoryAttribute.Files;

    [Theory]
    [MemberData(nameof(Ours))]
    public void A_file_cut_short_anywhere_is_refused(string name) => Assert.Equal(Cuts(Whole(name)), Refused(Cut(Whole(name))));

    [Theory]
    [MemberData(nameof(Ours))]
    public void A_flipped_byte_gives_a_result_or_one_kind_of_error(string name) => Refused(Flip(Whole(name)));

    [Theory]
    [MemberData(nameof(Ours))]
    public void A_changed_field_of_footer_or_page_header_gives_a_result_or_one_kind_of_error(string name) => Refused(Mutate(Whole(name)));

    [ApacheTheory]
    [MemberData(nameof(Apache))]
    public void Files_of_other_writers_are_read_or_refused_whatever_is_done_to_them(string name)
    {
        var whole = File.ReadAllBytes(Path.Combine(ApacheTheoryAttribute.Folder!, name));
        Refused(Cut(whole));
        Refused(Flip(whole));
        // Damaged as they are, some of these cannot be taken apart.
        if (!name.StartsWith("bad_data", StringComparison.Ordinal)) Refused(Mutate(whole));
    }

    private static int Refused(IEnumerable<(string, byte[])> cases)
    {
        using var safety = new Safety();
        return safety.Run(cases);
    }

    private static int Cuts(byte[] whole) => Math.Min(whole.Length, Safety.Cases(20, 200));

    private static IEnumerable<(string, byte[])> Cut(byte[] whole) =>
        from cut in Enumerable.Range(0, Cuts(whole)) let length = cut == 0 ? whole.Length - 1 : (int)((long)whole.Length * cut / Cuts(whole)) select ($"cut at {length}", whole[..length]);

    private static IEnumerable<(string, byte[])> Flip(byte[] whole)
    {
        var random = new Random(20260101);
        var footer = Math.Min(whole.Length, BitConverter.ToInt32(whole, whole.Length - 8) + 8);
        for (var flip = 0; flip < Safety.Cases(100, 2000); flip++)
        {
            // Every second flip hits the footer, which is small and dense.
            var at = flip % 2 == 0 ? random.Next(whole.Length) : random.Next(whole.Length - footer, whole.Length);
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)random.Next(1, 256);
            yield return ($"byte {at} is {damaged[at]}", damaged);
        }
    }

    private static IEnumerable<(string, byte[])> Mutate(byte[] whole)
    {
        var mutator = new Mutator(whole);
        for (var seed = 0; seed < Safety.Cases(50, 20_000 / 40); seed++) yield return ($"mutation {seed}", mutator.Next(new Random(seed)));
    }

    private static byte[] Whole(string name)
    {
        if (!name.StartsWith("our writer", StringComparison.Ordinal)) return File.ReadAllBytes(ReferenceFiles.DuckDb(name));
        using var output = new MemoryStream();
        var codec = Enum.Parse<ParquetCodec>(name.Split(' ')[^1]);
        new SampleTable().Write(output, 3, [800, 700], 0.2, new WriteOptions { Codec = codec, PageRows = 300 });
        return output.ToArray();
    }
}
