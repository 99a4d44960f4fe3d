using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>What one Secret holds, by key. Its messages name keys and never values.</summary>
/// <param name="name">For messages.</param>
/// <param name="data">Decoded.</param>
/// <param name="locate">Where a key stands, or the Secret for <see langword="null"/>; <see langword="null"/> for one of a cluster, which stands nowhere.</param>
internal sealed class SecretValues(ObjectKey name, IReadOnlyDictionary<string, byte[]> data, Func<string?, FileLocation?>? locate = null)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public ObjectKey Name => name;

    /// <summary>All keys there are, in their order.</summary>
    public IEnumerable<string> Keys => data.Keys.Order(StringComparer.Ordinal);

    public bool Has(string key) => data.ContainsKey(key);

    /// <summary>A value without the newlines at its end, which editors put there; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ImportRefusedException">It is not UTF-8.</exception>
    public string? Text(string key)
    {
        if (!data.TryGetValue(key, out var value))
        {
            return null;
        }

        try
        {
            return s_strict.GetString(value).TrimEnd('\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            throw Refusal(Reason.InvalidEncoding, $"{key} is not UTF-8", "encode it as UTF-8", key);
        }
    }

    /// <summary>A value that is there and not empty: issuers of certificates write empty ones for what they have not.</summary>
    /// <inheritdoc cref="Text"/>
    public string? Filled(string key) => Text(key) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <exception cref="ImportRefusedException">A key has a former spelling, which would be left out without a word.</exception>
    public void RefuseFormerKeys()
    {
        foreach (var (former, now) in SecretKeys.Former)
        {
            if (Has(former))
            {
                throw Refusal(Reason.InvalidValue, $"{former} is not read", $"call it {now}", former);
            }
        }
    }

    /// <summary>Asked last, of a Secret that is enough: the other messages name what is not read by themselves.</summary>
    /// <param name="known">What is read here.</param>
    /// <exception cref="ImportRefusedException">A key that nothing reads is near one that is not there: it would be left out without a word.</exception>
    public void RefuseMisspeltKeys(IReadOnlyList<string> known)
    {
        foreach (var key in Keys.Where(static key => !SecretKeys.IsKnown(key)))
        {
            if (NearestNames.Of(key, known, most: 1) is [var nearest] && !Has(nearest))
            {
                throw Refusal(Reason.InvalidValue, $"{PlainText.Line(key, 40)} is not read", $"call it {nearest}, or leave it out", key);
            }
        }
    }

    /// <summary>Nothing in it is of use.</summary>
    /// <param name="takes">What is read, for people.</param>
    public ImportRefusedException Unusable(string takes, IReadOnlyList<string> known)
    {
        var keys = data.Keys.Order(StringComparer.Ordinal).Select(static key => PlainText.Line(key, 40)).ToList();
        var has = keys.Count == 0 ? "no keys" : $"{(keys.Count == 1 ? "the key" : "the keys")} {string.Join(", ", keys.Take(10))}{(keys.Count > 10 ? ", …" : "")}";
        return new(new Finding
        {
            Reason = Reason.InvalidValue,
            Rule = "manifest",
            Message = $"Secret {name} has {has}, and none that is enough: {takes}",
            Remedy = $"give it those keys{SecretKeys.Near(data.Keys.Where(key => !known.Contains(key)), known)}",
            Location = locate?.Invoke(null),
        });
    }

    /// <summary>A key is missing beside others: names those that are there and not read, since the missing one may be among them under another name.</summary>
    /// <inheritdoc cref="Refusal"/>
    public ImportRefusedException Lacking(string message, string remedy)
    {
        var unread = data.Keys.Where(static key => !SecretKeys.OfAccess.Contains(key)).Order(StringComparer.Ordinal).Select(static key => PlainText.Line(key, 40)).ToList();
        var rest = unread.Count == 0 ? "" : $"; it also has {string.Join(", ", unread.Take(10))}{(unread.Count > 10 ? ", …" : "")}, not read under {(unread.Count == 1 ? "that name" : "those names")}";
        return Refusal(Reason.InvalidValue, message + rest, remedy);
    }

    /// <param name="message">Continues the Secret's name; holds no value.</param>
    /// <param name="key">The one that it is about; <see langword="null"/> where it is about several or the whole.</param>
    public ImportRefusedException Refusal(Reason reason, string message, string remedy, string? key = null) =>
        new(new Finding { Reason = reason, Rule = "manifest", Message = $"Secret {name}: {message}", Remedy = remedy, Location = locate?.Invoke(key) });
}
