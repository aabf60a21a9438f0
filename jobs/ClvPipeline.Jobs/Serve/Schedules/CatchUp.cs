namespace ClvPipeline.Jobs.Serve;

/// <summary>What becomes of nights that nobody was there for.</summary>
public enum CatchUp
{
    /// <summary>Each is run, the oldest first.</summary>
    All,
    /// <summary>The last one is run.</summary>
    Last,
    /// <summary>None is run.</summary>
    None,
}
