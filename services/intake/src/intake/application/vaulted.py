"""The front office's vault: opened as its settings say, when it is needed."""

from azione0.application import Application
from azione0.settings import Settings
from azione0.vault.vault import Vault, open_vault


class Vaulted(Application):
    """Has a vault, opened when it is first needed."""

    _settings: Settings | None = None
    _vault: Vault | None = None

    def settle(self, settings: Settings) -> None:
        """Take where the keys are; open them only if there is something to do."""
        super().settle(settings)
        self._settings = settings

    def close(self) -> None:
        """Close the keys' database."""
        super().close()
        if self._vault is not None:
            self._vault.close()

    def fingerprint(self, words: bytes, *, is_personal: bool) -> str:
        """Give the vault's mark of what tells of a person."""
        plain = super().fingerprint(words, is_personal=is_personal)
        return self.vault.mark("command", plain).hex() if is_personal else plain

    @property
    def vault(self) -> Vault:
        """The vault; `NoVault` where no settings were given."""
        if self._vault is None:
            if self._settings is None or self._settings.keys is None:
                raise NoVault("set AZIONE0_INTAKE_KEYS and AZIONE0_INTAKE_KEK")
            self._vault = open_vault(
                self.store, self._settings.keys, self._settings.database_url
            )
        return self._vault


class NoVault(Exception):
    """Nothing about persons can be kept: nobody said where the keys are."""
