using System.Runtime.CompilerServices;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Cluster.Tests;

/// <summary>From before the first test on, what comes out of the product is kept with the test's name (not its display name, which holds what it is given), where <c>./test</c> asks for it.</summary>
internal static class KeptEvidence
{
    [ModuleInitializer]
    internal static void Begin() => Evidence.Begin(static () => TestContext.Current is { TestClass: { } tests } context ? $"{tests.TestClassName}.{context.TestMethod?.MethodName}" : null);
}
