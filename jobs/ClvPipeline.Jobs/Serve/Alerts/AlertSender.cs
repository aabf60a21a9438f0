using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// Sends what the register has to tell, apart from all runs. Whichever process takes an alert sends it; one that dies with it in its hands, or a listener that is away,
/// leaves it to the next try: after 10 seconds, then ever later, for a day and a half. Every try says the alert's number, by which a listener knows one that it has.
/// </summary>
internal sealed class AlertSender(IWatchRegister register, Webhook webhook, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(12)];

    // What an alert says is not for whoever a listener refers to.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };

    /// <summary>How long after a failed try the next one is; for tests, which cannot wait for it.</summary>
    internal IReadOnlyList<TimeSpan> WaitsBetween { get; init; } = Waits;

    /// <summary>Sends all that is due.</summary>
    /// <returns>What became of each: its number, and why it failed or null.</returns>
    public async Task<IReadOnlyList<(Alert Alert, string? Error)>> SendAsync(CancellationToken cancellation)
    {
        List<(Alert, string?)> told = [];
        while (!cancellation.IsCancellationRequested && register.Take(Lease) is { } alert)
        {
            var error = await SendAsync(alert, cancellation);
            register.Told(alert.Number, error, error is null || alert.Attempts > WaitsBetween.Count ? null : WaitsBetween[alert.Attempts - 1]);
            told.Add((alert, error));
        }

        return told;
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> SendAsync(Alert alert, CancellationToken cancellation)
    {
        var body = Encoding.UTF8.GetBytes(alert.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("clv", null));
        request.Headers.Add("Clv-Alert", alert.Number.ToString(CultureInfo.InvariantCulture));
        if (webhook.Key is { } key) request.Headers.Add(AlertSignature.Header, AlertSignature.Of(key, clock.GetUtcNow(), body));
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode ? null : $"the listener answered {(int)response.StatusCode}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"the listener took longer than {Patience.TotalSeconds:0} seconds";
        }
        catch (HttpRequestException e)
        {
            // Not its message: that holds the address, which may hold a secret.
            return $"the listener could not be reached ({e.HttpRequestError})";
        }
    }
}
