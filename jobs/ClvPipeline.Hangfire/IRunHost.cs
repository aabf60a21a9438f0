using ClvPipeline.Storage;
using Microsoft.AspNetCore.Http;

namespace ClvPipeline.Hangfire;

/// <summary>What became of a delivery: in a word, and in a sentence.</summary>
/// <param name="Kind">Such as <c>Finished</c>, <c>Cancelled</c>, <c>HandedBack</c>.</param>
/// <param name="Message">For people.</param>
public sealed record Delivered(string Kind, string Message);

/// <summary>The program that runs what Hangfire says it is time for. All logic is there; here is Hangfire alone.</summary>
public interface IRunHost
{
    /// <summary>The register of runs: the truth.</summary>
    IRunQueue Queue { get; }

    /// <summary>The script that keeps an element with <c>data-live</c> up to date.</summary>
    string LiveScript { get; }

    /// <summary>Runs a run of the register, or says why not.</summary>
    /// <exception cref="BadInputException">It cannot be run, however often it is tried.</exception>
    Task<Delivered> ExecuteAsync(string runId, CancellationToken cancellation);

    /// <summary>It was time for a schedule, a moment ago at most.</summary>
    Task FireAsync(string schedule, CancellationToken cancellation);

    /// <summary>Asks for a run once more, with the parameters that it had.</summary>
    Asked Again(string runId);

    /// <summary>How old what readers see is, such as <c>3 hours</c>; null if nothing was published.</summary>
    string? Newest();

    /// <summary>Whether who asks may see the dashboard.</summary>
    bool MayLook(HttpContext context);

    /// <summary>Whether who asks may change anything with it.</summary>
    bool MayAct(HttpContext context);

    /// <summary>The form that asks for a run, as HTML.</summary>
    /// <param name="action">Where it goes.</param>
    /// <param name="tokenField">The field that tells a form of ours.</param>
    /// <param name="token">Its value.</param>
    /// <param name="posted">What was written into it.</param>
    string Form(string action, string tokenField, string token, IReadOnlyDictionary<string, string> posted);

    /// <summary>Asks for what was written into the form.</summary>
    /// <returns>The run, or what is wrong with the form, a sentence each.</returns>
    (Asked? Run, IReadOnlyList<string> Problems) Ask(IReadOnlyDictionary<string, string> posted);

    /// <summary>The latest runs with their states and progress, as HTML: a table <c>clv-runs</c>.</summary>
    string Runs();
}
