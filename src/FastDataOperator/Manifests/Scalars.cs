using System.Globalization;

namespace FastDataOperator.Manifests;

/// <summary>How an unquoted scalar is understood. As Kubernetes' own tools do: YAML 1.1, where <c>yes</c> and <c>off</c> are booleans too.</summary>
internal static class Scalars
{
    public static ScalarKind KindOf(ManifestNode.Text text)
    {
        if (!text.Plain)
        {
            return ScalarKind.String;
        }

        return text.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" or "yes" or "Yes" or "YES" or "no" or "No" or "NO"
                or "on" or "On" or "ON" or "off" or "Off" or "OFF" or "y" or "Y" or "n" or "N" => ScalarKind.Boolean,
            _ => IsNumber(text.Value) ? ScalarKind.Number : ScalarKind.String,
        };
    }

    private static bool IsNumber(string value)
    {
        var digits = value.AsSpan().TrimStart("+-");
        if (digits.Length == 0 || value.Length - digits.Length > 1)
        {
            return false;
        }

        if (digits.StartsWith("0x", StringComparison.Ordinal))
        {
            return UInt128.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        }

        return digits is ".inf" or ".nan" or ".Inf" or ".NaN" or ".INF" or ".NAN"
            || ((char.IsAsciiDigit(digits[0]) || digits[0] == '.')
                && double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _));
    }
}
