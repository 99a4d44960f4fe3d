using System.Globalization;
using System.Text;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>Turns a generated configuration into another revision of itself in place: only the six digits in the description of its
/// last System of Record change, so a long history costs one generation.</summary>
internal static class Revision
{
    public const string Token = "revision 000000";
    private static readonly byte[] Words = "revision "u8.ToArray();

    public static void Stamp(byte[] configuration, int revision)
    {
        var place = configuration.AsSpan().LastIndexOf(Words) + Words.Length;
        Encoding.ASCII.GetBytes(revision.ToString("D6", CultureInfo.InvariantCulture), configuration.AsSpan(place, 6));
    }
}
