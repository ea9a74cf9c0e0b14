// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "suite",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "xlwm2m", path: "../../..")],
    targets: [.testTarget(name: "SensorTests", dependencies: [.product(name: "XLwM2M", package: "xlwm2m")])]
)
