using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Bytes to be compressed, from incompressible to constant.</summary>
internal static class SampleBytes
{
    public static byte[] Make(Random random, int most)
    {
        var plain = new byte[random.Next(most)];
        var (kind, period) = (random.Next(5), random.Next(1, 70));
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = kind switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(random.Next(4) * random.Next(9) * random.Next(3)),
                2 => (byte)(i % 8 < 3 ? random.Next(256) : 7 * (i % 8)),
                3 => 0,
                // Periods of every length, with some noise, so that copies of every distance occur.
                _ => i < period || random.Next(40) == 0 ? (byte)random.Next(256) : plain[i - period],
            };
        }
        return plain;
    }

    /// <summary>Bytes written in hex, between the lead and the slack that decoders ask for.</summary>
    public static Slice Slice(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        return new Slice([.. new byte[PooledBytes.Lead], .. bytes, .. new byte[PooledBytes.Slack]], PooledBytes.Lead, bytes.Length);
    }
}
