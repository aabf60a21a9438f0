namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws channels, campaigns and segments: a few common ones and the nasty rest.</summary>
public sealed class RandomNames(Random random, IReadOnlyList<string?> common, double nasty)
{
    private static readonly string?[] Nasty =
    [
        null, "", " ", "\t", "\u00A0", " email ", "email\t", "\u00A0social", "Email", "DIRECT", "Direct", " dIrect ",
        "(unattributed)", "(none)", "(other)", "(all)", "(unknown)", "…", " (none) ", "_(none)", "(NONE)",
        "#tag", "é-mail", "😀", "\uFF5E", "a,b\"c", new string('x', 1_000),
    ];

    private readonly string?[] pool = [.. common.OrderBy(_ => random.Next()).Take(random.Next(2, common.Count + 1))];

    public string? Next() => random.NextDouble() < nasty ? Nasty[random.Next(Nasty.Length)] : pool[random.Next(pool.Length)];
}
