import LwM2M
import Modem

extension ObjectSource {
    /// The built-in Objects of a product under a profile, each with the Resources that it has there, in the order in
    /// which the module loads them.
    static func builtIn(for product: Product, under profile: Int) -> [ObjectSource] {
        var resources: [String: Set<ResourceID>] = [:]
        for object in product.objects(under: profile) {
            guard let file = BuiltInObject.numbered(object.id)?.fileName else { continue }
            resources[file] = Set(object.resources.map(\.id)).union(FactoryAssumptions.needed[object.id] ?? [])
        }
        return product.loadOrder(of: Array(resources.keys)).map {
            ObjectSource(.builtIn, $0, offered: resources[$0])
        }
    }

    /// All built-in Objects with all their Resources, in the order in which a product would load them.
    static func allBuiltIn(for product: Product) -> [ObjectSource] {
        product.loadOrder(of: BuiltInObject.all.map(\.fileName)).map { ObjectSource(.builtIn, $0) }
    }
}
