using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace FastDataOperator.Git.Tests.Forges.GitHub;

/// <summary>RSA private keys of given primes (PKCS#1).</summary>
internal static class RsaKeyPem
{
    private static readonly BigInteger s_exponent = 65537;

    public static string Of(BigInteger p, BigInteger q)
    {
        var d = Inverse(s_exponent, (p - 1) * (q - 1));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var number in (BigInteger[])[0, p * q, s_exponent, d, p, q, d % (p - 1), d % (q - 1), Inverse(q, p)])
            {
                writer.WriteInteger(number);
            }
        }

        return new string(PemEncoding.Write("RSA PRIVATE KEY", writer.Encode()));
    }

    /// <summary>By Euclid.</summary>
    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (before, now, factorBefore, factor) = (modulus, number % modulus, BigInteger.Zero, BigInteger.One);
        while (!now.IsZero)
        {
            var quotient = before / now;
            (before, now) = (now, before - (quotient * now));
            (factorBefore, factor) = (factor, factorBefore - (quotient * factor));
        }

        return factorBefore < 0 ? factorBefore + modulus : factorBefore;
    }
}
