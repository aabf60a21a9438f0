using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClvPipeline.Jobs.Serve;

/// <summary>The web server: pages, API and health. No environment variable but ours has a say in where it listens.</summary>
internal static class WebHost
{
    private const long LargestBody = 256 * 1024;

    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="urls">Where.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="api">The API.</param>
    /// <param name="health">Why it is not ready, a sentence each; none where it is.</param>
    /// <param name="log">What goes wrong in the server itself.</param>
    /// <param name="scheduler">A scheduler with pages of its own; null where there is none.</param>
    public static WebApplication Build(IReadOnlyList<string> urls, Pages pages, Api api, Func<IReadOnlyList<string>> health, ILoggerProvider log, IRunScheduler? scheduler = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestBody;
        }).UseUrls([.. urls]);
        builder.Services.AddRoutingCore();
        scheduler?.AddTo(builder.Services);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        // That an address is taken is no trouble of its own: another is found, or it is said to who asked for it.
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);

        var app = builder.Build();
        app.Use(next => context => Answer.Safely(context, next, (at, status, problems) => IsForPrograms(at) ? Answer.Json(at, status, Problems(problems)) : pages.Problem(at, status, problems)));
        scheduler?.Use(app);
        app.UseRouting();
        api.Map(app);
        pages.Map(app);
        app.MapGet("/health/live", context => Answer.Json(context, 200, new JsonObject { ["status"] = "live" }));
        app.MapGet("/health/ready", context => health() is { Count: > 0 } problems ? Answer.Json(context, 503, new JsonObject { ["status"] = "not ready", ["problems"] = Problems(problems)["problems"]!.DeepClone() }) : Answer.Json(context, 200, new JsonObject { ["status"] = "ready" }));
        app.MapFallback(context => throw new BadHttpRequestException($"there is nothing at {context.Request.Path}", 404));
        return app;
    }

    /// <summary>Where it listens, once it does.</summary>
    public static IReadOnlyList<string> Addresses(WebApplication app) => [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    private static bool IsForPrograms(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/health");

    private static JsonObject Problems(IReadOnlyList<string> problems) => new() { ["problems"] = new JsonArray([.. problems.Select(problem => JsonValue.Create(problem))]) };
}
