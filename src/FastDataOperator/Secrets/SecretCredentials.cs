using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>The credentials that a Secret holds, under the keys that GitOps users know: <c>username</c> and <c>password</c>, or
/// <c>bearerToken</c>. The one list of these keys, for a manifest's Secret as for one of a cluster.</summary>
internal static class SecretCredentials
{
    private const string Username = "username";
    private const string Password = "password";
    private const string BearerToken = "bearerToken";

    /// <summary>The user of a token that is given as a password alone; forges ignore it.</summary>
    private const string AnyUser = "git";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a Secret. Newlines at the end of a value are left out, because editors put them there.</summary>
    /// <param name="name">For messages, which name keys and never values.</param>
    /// <param name="data">Decoded.</param>
    /// <exception cref="ImportRefusedException">It has no keys that are known here, has two kinds of credentials, or a value is not UTF-8.</exception>
    public static RemoteAccess From(ObjectKey name, IReadOnlyDictionary<string, byte[]> data)
    {
        var hasToken = data.ContainsKey(BearerToken);
        var hasPassword = data.ContainsKey(Password);
        if (hasToken && hasPassword)
        {
            throw Refusal(Reason.InvalidValue, $"Secret {name} has both {BearerToken} and {Password}", "keep one of them");
        }

        if (hasToken)
        {
            return new RemoteAccess { Credentials = new GitCredentials.Bearer(Value(name, data, BearerToken)) };
        }

        return hasPassword
            ? new RemoteAccess { Credentials = new GitCredentials.Basic(data.ContainsKey(Username) ? Value(name, data, Username) : AnyUser, Value(name, data, Password)) }
            : throw Refusal(Reason.NotSupported, $"Secret {name} has {Keys(data)}, and this version takes {Username} with {Password}, or {BearerToken}", "give it those keys");
    }

    private static string Keys(IReadOnlyDictionary<string, byte[]> data) =>
        data.Count == 0 ? "no keys" : $"the keys {string.Join(", ", data.Keys.Order(StringComparer.Ordinal).Select(static key => PlainText.Line(key, 40)))}";

    private static string Value(ObjectKey name, IReadOnlyDictionary<string, byte[]> data, string key)
    {
        try
        {
            return s_strict.GetString(data[key]).TrimEnd('\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            throw Refusal(Reason.InvalidEncoding, $"Secret {name}: {key} is not UTF-8", "encode it as UTF-8");
        }
    }

    private static ImportRefusedException Refusal(Reason reason, string message, string remedy) =>
        new(new Finding { Reason = reason, Rule = "manifest", Message = message, Remedy = remedy });
}
