using System.Security.Cryptography;

namespace FastDataOperator.Cli;

/// <summary>Chance as this process has it; whoever spreads anything by it takes it as an input.</summary>
internal static class Chance
{
    /// <summary>Even between 0 and 1.</summary>
    public static double Next() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}
