using System.Globalization;
using System.Net;
using FastDataOperator.Core.Findings;
using FastDataOperator.Manifests;
using FastDataOperator.Git;

namespace FastDataOperator.Configuration;

/// <summary>What values of settings must look like.</summary>
internal static class SettingRules
{
    private const string DurationForm = "write a number and a unit, such as 500ms, 35s or 1m30s";

    private static readonly string[] s_levels = ["Trace", "Debug", "Information", "Warning", "Error", "Critical", "None"];

    /// <summary>Whether a value is written as its kind is.</summary>
    public static SettingFault? Form(SettingKind kind, string value) => kind switch
    {
        SettingKind.WholeNumber when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => new("is no whole number", "write digits only"),
        SettingKind.Flag when !bool.TryParse(value, out _) => new("is neither true nor false", "write true or false"),
        SettingKind.Duration when !GoDuration.TryParse(value, out _) => new("is no duration", DurationForm),
        SettingKind.Text when value.Length == 0 => new("is empty", "write a value, or leave the setting out"),
        _ => null,
    };

    public static Func<string, SettingFault?> Between(long least, long most) => value =>
        long.Parse(value, CultureInfo.InvariantCulture) is var number && (number < least || number > most)
            ? new($"is not between {least} and {most}", $"write a number from {least} to {most}")
            : null;

    /// <param name="least">The shortest, as it is written in messages.</param>
    /// <param name="most">The longest.</param>
    public static Func<string, SettingFault?> Lasting(string least, string most) => value =>
        GoDuration.TryParse(value, out var duration) && GoDuration.TryParse(least, out var shortest) && GoDuration.TryParse(most, out var longest)
        && (duration < shortest || duration > longest)
            ? new($"is not between {least} and {most}", $"write a duration from {least} to {most}")
            : null;

    /// <summary>A Lease holds its duration in whole seconds.</summary>
    public static SettingFault? LeaseDuration(string value) =>
        GoDuration.TryParse(value, out var duration) && duration.Ticks % TimeSpan.TicksPerSecond != 0
            ? new("is no whole number of seconds", "write whole seconds: a Lease holds no parts of them")
            : Lasting("1s", "1h")(value);

    public static SettingFault? NamespaceName(string value) =>
        KubernetesName.IsLabel(value)
            ? null
            : new("is no name of a namespace", $"a name has at most {KubernetesName.LongestLabel} lower case letters, digits and dashes, and begins and ends with a letter or digit");

    public static SettingFault? ObjectName(string value) =>
        KubernetesName.IsSubdomain(value)
            ? null
            : new("is no name of an object", $"a name has at most {KubernetesName.LongestSubdomain} lower case letters, digits, dashes and dots, and begins and ends with a letter or digit");

    public static SettingFault? LabelSelector(string value) => LabelSelectorSyntax.FaultOf(value) is { } fault
        ? new($"is no label selector: {fault}", "write requirements such as shard=a, tier!=test, region in (eu,us), team or !team, separated by commas")
        : null;

    /// <summary>An exact host, one with a port, or all names below one.</summary>
    public static SettingFault? HostPattern(string value)
    {
        const string forms = "write git.example.com, git.example.com:8443 or *.example.com";
        if (value.Contains("://", StringComparison.Ordinal))
        {
            return new("is an address, not a host", forms);
        }

        var isBelow = value.StartsWith("*.", StringComparison.Ordinal);
        var host = isBelow ? value[2..] : value;
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && !host.EndsWith(']') && host.IndexOf(':', StringComparison.Ordinal) == colon | host.StartsWith('['))
        {
            if (!ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            {
                return new("has no port behind its colon", forms);
            }

            if (isBelow)
            {
                return new("is a pattern with a port", "a pattern is for every port; write *.example.com, or exact hosts with their ports");
            }

            host = host[..colon];
        }

        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return AllowedHost.TryParse(value, out _, out _) ? null : new("is no IPv6 address in brackets", "write [2001:db8::1] or [2001:db8::1]:8443");
        }

        return IPAddress.TryParse(host, out var address) && address.ToString().Contains(':', StringComparison.Ordinal)
            ? new("is an IPv6 address without brackets", $"write [{host}]")
            : AllowedHost.TryParse(value, out _, out _) ? null : new("is no host", forms);
    }

    public static SettingFault? Network(string value) =>
        IPNetwork.TryParse(value, out _) ? null : new("is no CIDR", "write an address and the length of its prefix, such as 10.96.0.0/12 or fd00::/8");

    public static SettingFault? Address(string value) =>
        value == BindAddress.Off || BindAddress.TryParse(value, out _)
            ? null
            : new("is no address to listen on", $"write :8080 for every address, 127.0.0.1:8080 or [::1]:8080 for one, or {BindAddress.Off} to switch it off");

    public static SettingFault? LogLevel(string value)
    {
        if (s_levels.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var near = NearestNames.Of(value, s_levels, most: 1);
        return new($"is none of {string.Join(", ", s_levels)}", near is [var nearest] ? $"did you mean {nearest}?" : "write one of them");
    }
}
