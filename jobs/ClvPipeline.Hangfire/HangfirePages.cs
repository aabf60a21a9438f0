using System.Runtime.CompilerServices;
using ClvPipeline.Storage;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClvPipeline.Hangfire;

/// <summary>The dashboard at <c>/hangfire</c>, and our page in it.</summary>
public static class HangfirePages
{
    /// <summary>Where it is.</summary>
    public const string Path = "/hangfire";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static readonly ConditionalWeakTable<JobStorage, IRunHost> Hosts = [];
    private static readonly Lazy<bool> Extended = new(Extend);

    /// <summary>What the dashboard needs of a web server.</summary>
    public static void AddTo(IServiceCollection services, HangfireRuns runs)
    {
        services.AddHangfire(configuration => configuration.UseStorage(runs.Storage).UseLogProvider(HangfireLog.Instance));
        // Forms are good for as long as the process lives; no key is left on the disk.
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddAntiforgery(options => options.Cookie.SameSite = SameSiteMode.Strict);
    }

    /// <summary>Puts it where it is.</summary>
    public static void Use(IApplicationBuilder app, HangfireRuns runs, IRunHost host)
    {
        Hosts.AddOrUpdate(runs.Storage, host);
        _ = Extended.Value;
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal)) context.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
        app.UseHangfireDashboard(Path, new DashboardOptions
        {
            Authorization = [new Doorkeeper(host)], IsReadOnlyFunc = context => !host.MayAct(context.GetHttpContext()), DisplayStorageConnectionString = false, DashboardTitle = "clv", AppPath = "/",
        }, runs.Storage);
    }

    /// <summary>The program behind a page.</summary>
    internal static IRunHost HostOf(JobStorage storage) => Hosts.TryGetValue(storage, out var host) ? host : throw new InvalidOperationException("no program of ours serves this storage");

    // Routes, menu and metrics are the process's.
    private static bool Extend()
    {
        DashboardRoutes.Routes.AddRazorPage(RunsPage.Place, _ => new RunsPage());
        DashboardRoutes.Routes.Add("/clv/live", new Live());
        DashboardRoutes.Routes.Add("/clv/ask", new Ask());
        // The menu shows figures bare, so these say what they are.
        DashboardMetric running = new("clv:running", "Runs under way", page => new Metric($"{Count(page, "running")} running"));
        DashboardMetric failed = new("clv:failed", "Runs that failed", page => Count(page, "failed") is var n and > 0 ? new Metric($"{n} failed") { Style = MetricStyle.Danger, Highlighted = true } : new Metric("0 failed"));
        DashboardMetric age = new("clv:age", "Age of the newest result", page => new Metric(HostOf(page.Storage).Newest() is { } old ? $"{old} old" : "no result"));
        foreach (var metric in new[] { running, failed, age }) DashboardMetrics.AddMetric(metric);
        NavigationMenu.Items.Add(page => new MenuItem("CLV runs", page.Url.To("/clv")) { Active = page.RequestPath.StartsWith("/clv", StringComparison.Ordinal), Metrics = [running, failed, age] });
        return true;
    }

    private static int Count(RazorPage page, string status) => HostOf(page.Storage).Queue.List(new RunQuery { Statuses = [status], Most = 1_000 }).Count;

    private sealed class Doorkeeper(IRunHost host) : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => host.MayLook(context.GetHttpContext());
    }

    private sealed class Live : IDashboardDispatcher
    {
        public Task Dispatch(DashboardContext context)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(HostOf(context.Storage).Runs());
        }
    }

    /// <summary>Takes the form. It looks at role and token itself, whatever the dashboard is set to.</summary>
    private sealed class Ask : IDashboardDispatcher
    {
        public async Task Dispatch(DashboardContext context)
        {
            var (http, host) = (context.GetHttpContext(), HostOf(context.Storage));
            if (!HttpMethods.IsPost(http.Request.Method)) http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            else if (!host.MayLook(http) || !host.MayAct(http) || !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)) http.Response.StatusCode = StatusCodes.Status403Forbidden;
            else
            {
                var posted = (await http.Request.ReadFormAsync(http.RequestAborted)).ToDictionary(field => field.Key, field => field.Value.ToString());
                var (run, problems) = host.Ask(posted);
                if (run is not null) (http.Response.StatusCode, http.Response.Headers.Location) = (StatusCodes.Status303SeeOther, $"{Path}/clv?asked={run.RunId}");
                else
                {
                    (http.Response.StatusCode, http.Items[typeof(RunsPage)]) = (StatusCodes.Status400BadRequest, new RunsPage.Answer(problems, posted));
                    await DashboardRoutes.Routes.FindDispatcher(RunsPage.Place).Item1.Dispatch(context);
                }
            }
        }
    }
}
