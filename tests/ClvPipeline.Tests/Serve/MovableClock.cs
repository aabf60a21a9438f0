namespace ClvPipeline.Tests.Serve;

/// <summary>A clock that a test sets; lengths of time are real.</summary>
internal sealed class MovableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
