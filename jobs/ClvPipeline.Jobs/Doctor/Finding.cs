namespace ClvPipeline.Jobs;

/// <summary>How something that was looked at is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>A run works, but somebody should know.</summary>
    Warn,

    /// <summary>A run would fail.</summary>
    Fail,
}

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Health">How it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do about it; null where nothing has to be done.</param>
internal sealed record Finding(string Name, Health Health, string Found, string? Advice = null)
{
    public static Finding Ok(string name, string found) => new(name, Health.Ok, found);

    public static Finding Warn(string name, string found, string advice) => new(name, Health.Warn, found, advice);

    public static Finding Fail(string name, string found, string? advice = null) => new(name, Health.Fail, found, advice);
}
