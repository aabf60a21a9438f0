using ClvPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ClvPipeline.Jobs.Serve;

/// <summary>A clock that also brings runs to workers of its own, and has pages of its own.</summary>
internal interface IRunScheduler : IScheduleClock
{
    /// <summary>Makes it ready, before anything of it is used.</summary>
    /// <exception cref="BadInputException">Its storage cannot be used.</exception>
    void Attach(RunSite site);

    /// <summary>What its pages need of the web server.</summary>
    void AddTo(IServiceCollection services);

    /// <summary>Puts its pages where they are.</summary>
    void Use(IApplicationBuilder app);
}

/// <summary>What a scheduler works with.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Place">Where runs are run.</param>
/// <param name="Desk">Takes requests.</param>
/// <param name="Actions">What can be done.</param>
/// <param name="Register">What processes agree on.</param>
/// <param name="Host">The machine.</param>
internal sealed record RunSite(LoadedSettings Settings, RunPlace Place, RunDesk Desk, ServeActions Actions, IWatchRegister Register, CliHost Host);
