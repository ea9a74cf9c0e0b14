# For a tap of yours: the environment names where the sources are, until a release has an address of its own.
#   HOMEBREW_XLWM2M_REPOSITORY=https://git.example/xlwm2m.git brew install --HEAD ./deploy/homebrew/xlwm2m.rb
class Xlwm2m < Formula
  desc "LwM2M side of u-blox cellular modules, emulated"
  homepage ENV.fetch("HOMEBREW_XLWM2M_REPOSITORY", "https://git.example/xlwm2m.git")
  license "Apache-2.0"
  head homepage, using: :git, branch: "main"

  depends_on "pkgconf" => :build
  depends_on xcode: ["16.0", :build]
  depends_on "libmicrohttpd"
  depends_on "libxml2"
  depends_on "lua@5.3"
  depends_on "openssl@3"
  depends_on "sqlite"

  def install
    system "scripts/install", "--prefix", prefix
  end

  test do
    assert_match "xlwm2m", shell_output("#{bin}/xlwm2m --version")
    system bin/"xlwm2m", "init", "sensor"
    system bin/"xlwm2m", "test", "sensor"
  end
end
