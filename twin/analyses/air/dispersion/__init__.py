"""How air thins what streets give off: plumes of finite lines, the wind's habits, the far field."""
