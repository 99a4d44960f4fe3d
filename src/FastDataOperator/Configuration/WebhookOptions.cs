using System.Net;

namespace FastDataOperator.Configuration;

/// <summary>How webhooks are taken.</summary>
/// <param name="Address">Where.</param>
/// <param name="SecretsDirectory">A full path to a folder that had a usable secret when it was checked.</param>
internal sealed record WebhookOptions(BindAddress Address, string SecretsDirectory)
{
    /// <summary>What other replicas reach this one by, to tell it of webhooks while it leads: <c>POD_IP</c> and the port; <see langword="null"/> where there is none of the
    /// one or the system chose the other.</summary>
    public string? OwnAddress { get; init; }

    /// <param name="podAddress"><c>POD_IP</c>, whatever it is.</param>
    public WebhookOptions At(string? podAddress) =>
        this with { OwnAddress = IPAddress.TryParse(podAddress, out var address) && Address.Port != 0 ? new IPEndPoint(address, Address.Port).ToString() : null };
}
