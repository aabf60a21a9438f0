using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Reading;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>PLAIN byte strings and nulls, against the simplest way to read them.</summary>
public class PlainTextTests
{
    [Fact]
    public void Values_of_one_length_and_of_many_are_found_and_what_is_cut_off_is_not()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var (count, length) = (random.Next(0, 12), random.Next(0, 40));
            var values = Enumerable.Range(0, count).Select(_ => Bytes(random, length)).ToArray();
            if (count > 0 && round % 2 == 0) values[random.Next(count)] = Bytes(random, random.Next(0, 40));
            byte[] page = [.. values.SelectMany(value => BitConverter.GetBytes(value.Length).Concat(value)), .. Bytes(random, random.Next(0, 9))];
            var starts = new int[count + 1];
            var read = PlainLengths.Find(page, starts, out var damaged);
            Assert.Equal((values.Sum(value => 4 + value.Length), null), (read, damaged));
            Assert.Equal(read + 4, starts[count]);
            for (var i = 0; i < count; i++) Assert.Equal(values[i], page[starts[i]..(starts[i + 1] - 4)]);
            if (count > 0) Assert.Equal(-1, PlainLengths.Find(page.AsSpan(0, random.Next(0, read)), starts, out _));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(37)]
    public void A_length_that_goes_past_the_end_is_told_at_whichever_value_it_stands(int wrong)
    {
        // A byte too many is only missed at the end: before it makes lengths out of other bytes.
        for (var place = wrong == 37 ? 2 : 0; place < 3; place++)
        {
            var page = new byte[3 * 40];
            for (var i = 0; i < 3; i++) BitConverter.TryWriteBytes(page.AsSpan(40 * i), i == place ? wrong : 36);
            var read = PlainLengths.Find(page, new int[4], out var damaged);
            Assert.Equal((-1, wrong), (read, damaged));
        }
    }

    [Fact]
    public void Nulls_stand_where_they_belong()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var valid = Enumerable.Range(0, random.Next(1, 50)).Select(_ => (byte)random.Next(2)).ToArray();
            var present = valid.Sum(v => v);
            var packed = Enumerable.Range(0, valid.Length).Select(_ => random.Next()).ToArray();
            var next = 0;
            var expected = valid.Select(v => v == 0 ? (int?)null : packed[next++]).ToArray();

            var codes = packed.ToArray();
            Nulls.Spread(codes, valid, present);
            Assert.Equal(expected.Select(v => v ?? -1), codes);

            Check(packed.Select(v => (long)v << 20).ToArray(), v => (long)v << 20);
            Check(packed.Select(v => v / 3.0).ToArray(), v => v / 3.0);
            Check(packed.Select(v => (decimal)v).ToArray(), v => (decimal)v);

            void Check<T>(T[] values, Func<int, T> of) where T : struct
            {
                Nulls.Spread<T>(values, valid, present);
                Assert.Equal(expected.Select(v => v is { } some ? of(some) : default), values);
            }
        }
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
